package org.apicdr.backup;

import java.util.Optional;

/**
 * The login of a backup credentials secret, in memory alone; never printed.
 *
 * @param username the account
 * @param password its password; where there is a private key, that key's passphrase
 * @param privateKey an OpenSSH private key
 */
public record SftpCredentials(String username, Optional<String> password, Optional<String> privateKey) {

    @Override
    public String toString() {
        return "SftpCredentials";
    }
}
