package org.apicdr.backup;

import java.util.Optional;

/**
 * The login from a backup credentials secret. Kept in memory only and never printed.
 *
 * @param username the user name
 * @param password the password; the passphrase of the private key if there is one
 * @param privateKey an OpenSSH private key
 */
public record SftpCredentials(String username, Optional<String> password, Optional<String> privateKey) {

    @Override
    public String toString() {
        return "SftpCredentials";
    }
}
