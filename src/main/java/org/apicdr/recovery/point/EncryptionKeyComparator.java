package org.apicdr.recovery.point;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.ComponentSnapshot.SavedSecret;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * Compares encryption keys. Fingerprints are comparable only if the same signing key made them. Otherwise both keys are
 * compared with the live one, whose fingerprint can be computed with each configured signing key, and then by the payloads, if
 * these can be opened. Keys that cannot be compared are never reported as different.
 */
final class EncryptionKeyComparator {

    private final String lineage;
    private final Optional<ObjectNode> liveSecret;
    private final List<SigningKey> signingKeys;
    private final Function<BundledEncryptionKey, Optional<Payload>> opener;
    private final Map<String, Optional<Fingerprint>> opened = new HashMap<>();

    /**
     * @param lineage the lineage of the live subsystem
     * @param liveSecret its encryption secret; empty if it has none
     * @param signingKeys the current signing key, then the former ones
     * @param opener opens the payload of a bundle; empty if it cannot be opened
     */
    EncryptionKeyComparator(
            String lineage,
            Optional<ObjectNode> liveSecret,
            List<SigningKey> signingKeys,
            Function<BundledEncryptionKey, Optional<Payload>> opener) {
        this.lineage = lineage;
        this.liveSecret = liveSecret;
        this.signingKeys = List.copyOf(signingKeys);
        this.opener = opener;
    }

    static EncryptionKeyComparator of(
            SubsystemSnapshot live,
            List<SigningKey> signingKeys,
            Function<BundledEncryptionKey, Optional<Payload>> opener) {
        var secret = live.management().secrets().stream()
                .filter(saved -> saved.ref().role() == SecretRole.ENCRYPTION)
                .map(SavedSecret::resource)
                .findFirst();
        return new EncryptionKeyComparator(live.management().component().lineage(), secret, signingKeys, opener);
    }

    /** Returns whether the live subsystem has an encryption key. */
    boolean hasLiveKey() {
        return liveSecret.isPresent();
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
        return sameByFingerprint(bundled).or(() -> equal(ownFingerprint(bundled), liveFingerprint(ownKid())));
    }

    private Optional<Boolean> sameByFingerprint(BundledEncryptionKey bundled) {
        return liveFingerprint(bundled.fingerprint().kid()).map(bundled.fingerprint()::equals);
    }

    private static Optional<Boolean> equal(Optional<Fingerprint> one, Optional<Fingerprint> other) {
        return one.flatMap(fingerprint -> other.map(fingerprint::equals));
    }

    /** Returns the live key's fingerprint for the signing key with a kid; empty if that signing key is not configured. */
    private Optional<Fingerprint> liveFingerprint(String kid) {
        return liveSecret.flatMap(secret -> signingKeys.stream()
                .filter(key -> key.publicKey().kid().equals(kid))
                .findFirst()
                .map(key -> ManifestEntryFactory.fingerprint(secret, key.fingerprints(lineage))));
    }

    /** Returns the fingerprint for the current signing key. */
    private Optional<Fingerprint> ownFingerprint(BundledEncryptionKey bundled) {
        if (bundled.fingerprint().kid().equals(ownKid())) {
            return Optional.of(bundled.fingerprint());
        }
        return sameByFingerprint(bundled).orElse(false)
                ? liveFingerprint(ownKid())
                : opened.computeIfAbsent(bundled.id().value(), id -> open(bundled));
    }

    private Optional<Fingerprint> open(BundledEncryptionKey bundled) {
        return opener.apply(bundled)
                .flatMap(payload -> payload.yaml(PayloadPaths.secret(PayloadPaths.MANAGEMENT, bundled.secret())))
                .map(secret -> ManifestEntryFactory.fingerprint(
                        secret, signingKeys.get(0).fingerprints(lineage)));
    }

    private String ownKid() {
        return signingKeys.get(0).publicKey().kid();
    }
}
