package org.apicdr.crypto;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whom bundles are sealed to, and who signs them. All is optional here, because {@link SealingKeys} complains about every
 * wrong or missing value at once. All files are read again when they change.
 */
@ConfigMapping(prefix = "apic-dr.seal")
interface SealConfig {

    /** The age recipients that can open a bundle; two or more, at least one of them kept offline. */
    Optional<List<String>> recipients();

    /** The same as a file, one recipient a line, in place of the list. */
    Optional<Path> recipientsFile();

    /** OpenSSH Ed25519 private key without a passphrase, mounted from a Secret. */
    Optional<Path> signingKeyFile();

    /**
     * Former signing keys: never sign again, but compare with the fingerprints they once made. A file may hold several, one
     * after another, or none.
     */
    Optional<List<Path>> formerSigningKeyFiles();

    /** An age identity file; opens what only a key holder can verify. */
    Optional<Path> identityFile();

    /** OpenSSH allowed_signers; the own key is always allowed. */
    Optional<Path> allowedSignersFile();
}
