package org.apicdr.testsupport;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the secrets of a sample subsystem are for; written down beside the resources, not read from them.
 *
 * @param encryption the key of the database
 * @param credentials the client application credentials
 * @param backup the login of the SFTP server
 * @param portal the portal's key and its login of the SFTP server
 * @param others those that a new installation makes for itself: the database's login first, then certificates
 */
public record SecretNames(
        String encryption, List<String> credentials, String backup, List<String> portal, List<String> others) {

    public SecretNames {
        credentials = List.copyOf(credentials);
        portal = List.copyOf(portal);
        others = List.copyOf(others);
    }

    /** The names that the operator gives in a cluster named {@code management}. */
    static SecretNames usual(List<String> clients, List<String> portal) {
        return new SecretNames(
                "management-enc-key",
                clients.stream().map("management-%s-cred"::formatted).toList(),
                "management-backup-secret",
                portal,
                Stream.of("db-cred", "ca", "client", "server")
                        .map("management-"::concat)
                        .toList());
    }
}
