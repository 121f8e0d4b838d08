package org.apicdr.recovery.point;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.crypto.Fingerprint;

/**
 * Tells whether two encryption keys are the same. Fingerprints can be compared only where one signing key made them; where
 * two did, the live subsystem is asked in between, and then the payloads, if they can be opened. What cannot be compared
 * is never called different.
 */
final class EncryptionKeyComparator {

    private final CurrentEncryptionKey live;
    private final Function<BundledEncryptionKey, Optional<Payload>> opener;
    private final Map<String, Optional<Fingerprint>> opened = new HashMap<>();

    /**
     * @param opener opens the payload of a bundle, if it can
     */
    EncryptionKeyComparator(CurrentEncryptionKey live, Function<BundledEncryptionKey, Optional<Payload>> opener) {
        this.live = live;
        this.opener = opener;
    }

    /** Whether two bundles hold the same key; empty where nobody can tell. */
    Optional<Boolean> same(BundledEncryptionKey one, BundledEncryptionKey other) {
        if (one.fingerprint().kid().equals(other.fingerprint().kid())) {
            return Optional.of(one.fingerprint().equals(other.fingerprint()));
        }
        var oneIsLive = sameByFingerprint(one);
        var otherIsLive = sameByFingerprint(other);
        if (oneIsLive.isPresent() && otherIsLive.isPresent() && (oneIsLive.get() || otherIsLive.get())) {
            return Optional.of(oneIsLive.equals(otherIsLive));
        }
        return equal(ownFingerprint(one), ownFingerprint(other));
    }

    /** Whether a bundle holds the key that the subsystem has now. */
    Optional<Boolean> sameAsLive(BundledEncryptionKey bundled) {
        return sameByFingerprint(bundled).or(() -> equal(ownFingerprint(bundled), live.fingerprint(ownKid())));
    }

    private Optional<Boolean> sameByFingerprint(BundledEncryptionKey bundled) {
        return live.fingerprint(bundled.fingerprint().kid()).map(bundled.fingerprint()::equals);
    }

    private static Optional<Boolean> equal(Optional<Fingerprint> one, Optional<Fingerprint> other) {
        return one.flatMap(fingerprint -> other.map(fingerprint::equals));
    }

    /** The fingerprint as the present signing key makes it. */
    private Optional<Fingerprint> ownFingerprint(BundledEncryptionKey bundled) {
        if (bundled.fingerprint().kid().equals(ownKid())) {
            return Optional.of(bundled.fingerprint());
        }
        return sameByFingerprint(bundled).orElse(false)
                ? live.fingerprint(ownKid())
                : opened.computeIfAbsent(bundled.id().value(), id -> open(bundled));
    }

    private Optional<Fingerprint> open(BundledEncryptionKey bundled) {
        return opener.apply(bundled)
                .flatMap(payload -> payload.entry(PayloadPaths.secret(PayloadPaths.MANAGEMENT, bundled.secret())))
                .map(Yaml::read)
                .map(secret ->
                        ManifestEntryFactory.fingerprint(secret, live.ownKey().fingerprints(live.lineage())));
    }

    private String ownKid() {
        return live.ownKey().publicKey().kid();
    }
}
