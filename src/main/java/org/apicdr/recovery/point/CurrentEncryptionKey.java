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
 * The encryption key of the live subsystem. Its fingerprint can be computed with each configured signing key.
 *
 * @param at the current time
 * @param lineage the lineage of the subsystem
 * @param secret the encryption secret; empty if the subsystem has none
 * @param signingKeys the current signing key, then the former ones
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

    /** Returns the fingerprint for the signing key with a kid; empty if that signing key is not configured. */
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
