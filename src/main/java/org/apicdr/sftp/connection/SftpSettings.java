package org.apicdr.sftp.connection;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.sftp.config.ConfigErrors;
import org.apicdr.sftp.config.ServerRole;
import org.apicdr.sftp.config.SftpConfig;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.hostkey.HostKeyPolicy;

/**
 * Valid settings to access a folder on a server.
 *
 * @param server the server and the account
 * @param path the folder, without a trailing slash; that of the store is absolute and holds the sites
 * @param login the credentials of the account
 * @param hostKeys the trusted host keys
 * @param legacyAlgorithms whether SSH algorithms are accepted that OpenSSH no longer accepts by default
 */
public record SftpSettings(
        SftpEndpoint server, String path, SftpLogin login, HostKeyPolicy hostKeys, boolean legacyAlgorithms) {

    /**
     * Returns the settings of the store. Reports every missing or invalid value to the listener, and returns empty if
     * there is one.
     */
    public static Optional<SftpSettings> from(SftpConfig config, Consumer<String> listener) {
        var configErrors = new ConfigErrors("apic-dr.sftp.", listener);
        var sftpEndpoint = new SftpEndpoint(
                host(config, configErrors),
                port(config, configErrors),
                username(config, configErrors),
                ServerRole.STORE);
        var path = path(config, configErrors);
        var sftpLogin = SftpLogin.from(config, configErrors);
        var hostKeyPolicy = HostKeyPolicy.from(config, configErrors);
        boolean legacyAlgorithms = configErrors.flag("legacy-algorithms", config.legacyAlgorithms());
        return configErrors.none()
                ? Optional.of(new SftpSettings(sftpEndpoint, path, sftpLogin, hostKeyPolicy, legacyAlgorithms))
                : Optional.empty();
    }

    /** Returns the files that determine trust and login. A session is closed when one of them changes. */
    List<Path> files() {
        return Stream.concat(hostKeys.files().stream(), login.files().stream()).toList();
    }

    private static String host(SftpConfig config, ConfigErrors configErrors) {
        var host = config.host().orElse("").strip();
        if (!SftpEndpoint.isHost(host)) {
            configErrors.add(
                    "host", "must be the host name or IP address of the SFTP server, without sftp:// or a port");
        }
        return host;
    }

    private static int port(SftpConfig config, ConfigErrors configErrors) {
        var port =
                config.port().orElse(String.valueOf(SftpEndpoint.DEFAULT_PORT)).strip();
        if (port.matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(port);
            if (SftpEndpoint.isPort(number)) {
                return number;
            }
        }
        configErrors.add("port", "must be a number from 1 to 65535, not '%s'".formatted(port));
        return SftpEndpoint.DEFAULT_PORT;
    }

    private static String username(SftpConfig config, ConfigErrors configErrors) {
        var username = config.username().orElse("").strip();
        if (!SftpEndpoint.isUser(username)) {
            configErrors.add("username", "must be the account to log in with on the SFTP server");
        }
        return username;
    }

    private static String path(SftpConfig config, ConfigErrors configErrors) {
        var path = config.path().orElse("").strip();
        var parts = Arrays.asList(path.split("/", -1));
        if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
            configErrors.add("path", "must be an absolute folder on the SFTP server, for example /backups/apic-dr");
        } else if (parts.contains("..") || parts.contains(".")) {
            configErrors.add("path", "must not contain '.' or '..' as a folder, as '%s' does".formatted(path));
        }
        return parts.stream()
                .filter(part -> !part.isEmpty())
                .map(part -> "/" + part)
                .collect(Collectors.joining());
    }
}
