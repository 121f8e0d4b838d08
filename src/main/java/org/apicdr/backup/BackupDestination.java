package org.apicdr.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SecretRole;

/** The backup folder that a component's backup settings and credentials secret name, if it can be listed. */
sealed interface BackupDestination {

    String IN_OBJECT_STORE = "The backups are in an object store, which this service does not read.";

    String LOCAL = "The backups stay in the cluster (protocol is not sftp) and cannot be listed.";

    int DEFAULT_PORT = 22;

    int MAX_PORT = 65_535;

    /** Returns why no folder can be listed; empty if one can. */
    String reason();

    /** A folder on an SFTP server. */
    record Sftp(BackupLocation location) implements BackupDestination {

        @Override
        public String reason() {
            return "";
        }
    }

    /** No folder that can be listed. */
    record Unavailable(String reason) implements BackupDestination {}

    /**
     * Returns the destination of a component's backups.
     *
     * @param folders prefix of the names of the sub-folders to list
     */
    static BackupDestination of(ComponentSnapshot snapshot, String folders) {
        var backup = snapshot.component().backup();
        var protocol = backup.path("protocol").asText("");
        if (!protocol.equals("sftp")) {
            return new Unavailable(protocol.equals("objstore") ? IN_OBJECT_STORE : LOCAL);
        }
        var host = backup.path("host").asText("");
        var path = backup.path("path").asText("");
        int port = port(backup.path("port"));
        if (host.isBlank() || path.isBlank() || port == 0) {
            return new Unavailable("The host, port or path of the backups is missing or invalid.");
        }
        var secret = secret(snapshot, backup.path("credentials").asText(""));
        if (secret.isEmpty()) {
            return new Unavailable("The credentials secret of the backups is missing.");
        }
        return credentials(secret.get())
                .<BackupDestination>map(
                        credentials -> new Sftp(new BackupLocation(host, port, path, folders, credentials)))
                .orElseGet(
                        () -> new Unavailable(
                                "The credentials secret of the backups has no username, or neither password nor ssh-privatekey."));
    }

    /** Returns the port; zero if the setting is not a valid port. */
    private static int port(JsonNode port) {
        if (port.isMissingNode() || port.isNull()) {
            return DEFAULT_PORT;
        }
        int value = port.asInt(0);
        return value > 0 && value <= MAX_PORT ? value : 0;
    }

    private static Optional<JsonNode> secret(ComponentSnapshot snapshot, String name) {
        return snapshot.secrets().stream()
                .filter(secret -> secret.ref().role() == SecretRole.BACKUP_CREDENTIALS
                        && secret.ref().name().equals(name))
                .map(secret -> secret.resource().path("data"))
                .findFirst();
    }

    private static Optional<SftpCredentials> credentials(JsonNode data) {
        var password = value(data, "password");
        var key = value(data, "ssh-privatekey");
        return value(data, "username")
                .filter(username -> password.isPresent() || key.isPresent())
                .map(username -> new SftpCredentials(username, password, key));
    }

    private static Optional<String> value(JsonNode data, String key) {
        try {
            var bytes = Base64.getDecoder().decode(data.path(key).asText(""));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8)).filter(text -> !text.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
