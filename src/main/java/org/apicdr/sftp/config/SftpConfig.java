package org.apicdr.sftp.config;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/**
 * The SFTP server that stores the bundles. All members are optional text, so that every missing or invalid value is
 * reported at once.
 */
@ConfigMapping(prefix = "apic-dr.sftp")
public interface SftpConfig {

    /** Host name or IP address of the server. Required. */
    Optional<String> host();

    /** Port of the server. Default: 22. */
    Optional<String> port();

    /** The account to log in with. Required. */
    Optional<String> username();

    /** Absolute folder that holds one folder for each site. Required. */
    Optional<String> path();

    /** File that holds the account's password. Either this or {@link #privateKeyFile()} is required. */
    Optional<String> passwordFile();

    /** OpenSSH private key of the account. Tried before the password if both are set. */
    Optional<String> privateKeyFile();

    /** File that holds the passphrase of the private key. */
    Optional<String> passphraseFile();

    /**
     * The host keys that are accepted, in known_hosts format. Either this or {@link #hostKeyFingerprints()} is
     * required; if both are set, a key must pass both.
     */
    Optional<String> knownHostsFile();

    /** The host keys that are accepted, as printed by {@code ssh-keygen -lf}: {@code SHA256:} and 43 characters. */
    Optional<List<String>> hostKeyFingerprints();

    /**
     * Whether SSH algorithms are accepted that OpenSSH no longer accepts by default, for example SHA-1 key exchanges
     * and CBC ciphers. Default: false.
     */
    Optional<String> legacyAlgorithms();
}
