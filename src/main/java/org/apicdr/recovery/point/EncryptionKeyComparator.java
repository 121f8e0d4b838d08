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
 * Compares encryption keys. Fingerprints are comparable only if the same signing key made them. Otherwise both keys are
 * compared with the live one, and then by the payloads, if these can be opened. Keys that cannot be compared are never
 * reported as different.
 */
final class EncryptionKeyComparator {

    private final CurrentEncryptionKey live;
    private final Function<BundledEncryptionKey, Optional<Payload>> opener;
    private final Map<String, Optional<Fingerprint>> opened = new HashMap<>();

    /**
     * @param opener opens the payload of a bundle; empty if it cannot be opened
     */
    EncryptionKeyComparator(CurrentEncryptionKey live, Function<BundledEncryptionKey, Optional<Payload>> opener) {
        this.live = live;
        this.opener = opener;
    }

    /** Whether two bundles contain the same key; empty if they cannot be compared. */
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

    /** Whether a bundle contains the key of the live subsystem; empty if they cannot be compared. */
    Optional<Boolean> sameAsLive(BundledEncryptionKey bundled) {
        return sameByFingerprint(bundled).or(() -> equal(ownFingerprint(bundled), live.fingerprint(ownKid())));
    }

    private Optional<Boolean> sameByFingerprint(BundledEncryptionKey bundled) {
        return live.fingerprint(bundled.fingerprint().kid()).map(bundled.fingerprint()::equals);
    }

    private static Optional<Boolean> equal(Optional<Fingerprint> one, Optional<Fingerprint> other) {
        return one.flatMap(fingerprint -> other.map(fingerprint::equals));
    }

    /** Returns the fingerprint for the current signing key. */
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
