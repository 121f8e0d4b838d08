package org.apicdr.crypto;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The keys that bundles are sealed and signed with. Every property is optional here, because {@link SealingKeys}
 * reports all invalid and missing values at once. Files are read again when they change.
 */
@ConfigMapping(prefix = "apic-dr.seal")
interface SealConfig {

    /** The age recipients that can decrypt a bundle. Use two or more, and keep the identity of at least one offline. */
    Optional<List<String>> recipients();

    /** A file with one recipient per line, instead of {@code recipients}. */
    Optional<Path> recipientsFile();

    /** An OpenSSH Ed25519 private key without a passphrase, mounted from a Secret. */
    Optional<Path> signingKeyFile();

    /**
     * Former signing keys. They never sign, but are needed to compare with fingerprints that they made. A file may be
     * empty or hold several keys, one after another.
     */
    Optional<List<Path>> formerSigningKeyFiles();

    /** An age identity file, needed for verifications that decrypt the payload. */
    Optional<Path> identityFile();

    /** An OpenSSH allowed_signers file. The signing key of this service is always allowed. */
    Optional<Path> allowedSignersFile();
}
