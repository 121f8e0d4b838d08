package org.apicdr.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apicdr.core.Result;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SecretRole;

/**
 * The SFTP folder of a component's own backups, from {@code spec.databaseBackup} or {@code spec.portalBackup}.
 *
 * @param host host name or address of the SFTP server
 * @param port its port
 * @param path the folder on the server
 * @param folders prefix of the names of the sub-folders that are also listed; empty for none
 * @param login the credentials
 */
public record BackupLocation(String host, int port, String path, String folders, SftpCredentials login) {

    private static final int DEFAULT_PORT = 22;

    private static final int MAX_PORT = 65_535;

    /** Returns the folder that a component's backup settings and credentials secret name, or why it cannot be listed. */
    static Result<BackupLocation> of(ComponentSnapshot component) {
        var backup = component.component().backup();
        var protocol = backup.path("protocol").asText("");
        if (protocol.equals("objstore")) {
            return Result.unavailable("The backups are in an object store, which this service does not read.");
        }
        if (!protocol.equals("sftp")) {
            return Result.unavailable("The backups stay in the cluster (protocol is not sftp) and cannot be listed.");
        }
        var host = backup.path("host").asText("");
        var path = backup.path("path").asText("");
        int port = port(backup.path("port"));
        if (host.isBlank() || path.isBlank() || port == 0) {
            return Result.unavailable("The host, port or path of the backups is missing or invalid.");
        }
        var secret = secret(component, backup.path("credentials").asText(""));
        if (secret.isEmpty()) {
            return Result.unavailable("The credentials secret of the backups is missing.");
        }
        return login(secret.get())
                .map(login -> Result.of(new BackupLocation(host, port, path, component.databaseCluster(), login)))
                .orElseGet(
                        () -> Result.unavailable(
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

    private static Optional<JsonNode> secret(ComponentSnapshot component, String name) {
        return component.secrets().stream()
                .filter(secret -> secret.ref().role() == SecretRole.BACKUP_CREDENTIALS
                        && secret.ref().name().equals(name))
                .map(secret -> secret.resource().path("data"))
                .findFirst();
    }

    private static Optional<SftpCredentials> login(JsonNode data) {
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
