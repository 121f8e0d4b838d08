package org.apicdr.recovery.point;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.ComponentSnapshot.SavedSecret;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * The encryption key that a subsystem has now. Its fingerprint can be made with any signing key that is held.
 *
 * @param at now
 * @param lineage the subsystem's
 * @param secret the encryption secret; empty where the subsystem lacks it
 * @param signingKeys the present one, then the former ones
 */
record CurrentEncryptionKey(Instant at, String lineage, Optional<ObjectNode> secret, List<SigningKey> signingKeys) {

    CurrentEncryptionKey {
        signingKeys = List.copyOf(signingKeys);
    }

    static CurrentEncryptionKey of(SubsystemSnapshot live, Instant now, List<SigningKey> signingKeys) {
        var secret = live.management().secrets().stream()
                .filter(saved -> saved.ref().role() == SecretRole.ENCRYPTION)
                .map(SavedSecret::resource)
                .findFirst();
        return new CurrentEncryptionKey(now, live.management().component().lineage(), secret, signingKeys);
    }

    boolean isKnown() {
        return secret.isPresent();
    }

    SigningKey ownKey() {
        return signingKeys.get(0);
    }

    /** Its fingerprint, made with the signing key of a kid; empty where that is not held. */
    Optional<Fingerprint> fingerprint(String kid) {
        return secret.flatMap(resource -> signingKeys.stream()
                .filter(key -> key.publicKey().kid().equals(kid))
                .findFirst()
                .map(key -> ManifestEntryFactory.fingerprint(resource, key.fingerprints(lineage))));
    }

    @Override
    public String toString() {
        return "CurrentEncryptionKey";
    }
}
