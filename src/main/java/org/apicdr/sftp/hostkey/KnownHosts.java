package org.apicdr.sftp.hostkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apicdr.sftp.config.ConfiguredText.TextFile;
import org.apicdr.sftp.config.SftpEndpoint;

/**
 * A known_hosts file, parsed as OpenSSH does (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). sshj's own parser accepts keys
 * that OpenSSH rejects: revoked keys that another line lists, and hosts excluded by {@code !}.
 */
public final class KnownHosts {

    private final TextFile file;
    private final List<Line> lines;

    private KnownHosts(TextFile file, List<Line> lines) {
        this.file = file;
        this.lines = List.copyOf(lines);
    }

    public static KnownHosts read(TextFile file) throws IOException {
        var lines = new ArrayList<Line>();
        for (var text : file.text().lines().toList()) {
            var line = Line.parse(text);
            if (line.isPresent()) {
                lines.add(line.get());
            } else if (text.strip().startsWith(Line.Marker.REVOKED.text())) {
                throw new IOException(file.path() + " holds a @revoked line that cannot be parsed");
            }
        }
        return new KnownHosts(file, lines);
    }

    /**
     * Returns the lines that apply to a server, including revoked keys and certificate authorities. As in OpenSSH, a
     * line without a port applies to every port that no other line names. If it revokes, it always applies.
     */
    List<Line> of(SftpEndpoint sftpEndpoint) {
        var name = sftpEndpoint.knownHostsName();
        boolean listedWithPort = lines.stream().anyMatch(line -> line.trusts() && line.appliesTo(name));
        return lines.stream()
                .filter(line -> line.appliesTo(name)
                        || (line.appliesOnAnyPort(sftpEndpoint) && !(listedWithPort && line.trusts())))
                .toList();
    }

    /** Returns whether any key or authority is trusted for the server. */
    public boolean trusts(SftpEndpoint sftpEndpoint) {
        return !keys(sftpEndpoint).isEmpty() || !authorities(sftpEndpoint).isEmpty();
    }

    /** Returns the keys that the server may present. */
    public List<HostKey> keys(SftpEndpoint sftpEndpoint) {
        return unrevoked(sftpEndpoint, Line.Marker.NONE);
    }

    /** Returns the authorities that may have signed a certificate that the server presents. */
    public List<HostKey> authorities(SftpEndpoint sftpEndpoint) {
        return unrevoked(sftpEndpoint, Line.Marker.CERT_AUTHORITY);
    }

    boolean revoked(SftpEndpoint sftpEndpoint, HostKey key) {
        return marked(sftpEndpoint, Line.Marker.REVOKED).contains(key);
    }

    /** Returns why no key of the server is trusted, as a clause for a message. */
    public String whyUntrusted(SftpEndpoint sftpEndpoint) {
        var sentence = of(sftpEndpoint).stream().anyMatch(Line::trusts)
                ? "%s marks all keys for %s as @revoked"
                : "%s holds no key for %s";
        return sentence.formatted(this, sftpEndpoint.knownHostsName());
    }

    /** Fails if the file is not empty but has no valid line. */
    public void requireLines() throws IOException {
        if (lines.isEmpty()
                && file.text()
                        .lines()
                        .anyMatch(line -> !line.isBlank() && !line.strip().startsWith("#"))) {
            throw new IOException(this + " is not in known_hosts format");
        }
    }

    @Override
    public String toString() {
        return file.path().toString();
    }

    private List<HostKey> unrevoked(SftpEndpoint sftpEndpoint, Line.Marker marker) {
        var revoked = marked(sftpEndpoint, Line.Marker.REVOKED);
        return marked(sftpEndpoint, marker).stream()
                .filter(key -> !revoked.contains(key))
                .toList();
    }

    private List<HostKey> marked(SftpEndpoint sftpEndpoint, Line.Marker marker) {
        return of(sftpEndpoint).stream()
                .filter(line -> line.marker() == marker)
                .map(Line::key)
                .toList();
    }

    /**
     * One line of a known_hosts file.
     *
     * @param text the text of the line
     * @param marker the marker of the key
     * @param hosts the patterns of the hosts that it applies to
     * @param key the key
     */
    record Line(String text, Marker marker, List<String> hosts, HostKey key) {

        private static final String HASHED = "|1|";

        /** The optional marker before the hosts. */
        enum Marker {
            NONE(""),
            REVOKED("@revoked"),
            CERT_AUTHORITY("@cert-authority");

            private final String text;

            Marker(String text) {
                this.text = text;
            }

            String text() {
                return text;
            }
        }

        Line {
            hosts = List.copyOf(hosts);
        }

        /** Parses a line. Returns empty for a comment, and for a line that OpenSSH would also skip. */
        static Optional<Line> parse(String text) {
            var fields = new ArrayList<>(Arrays.asList(text.strip().split("\\s+", -1)));
            if (fields.get(0).startsWith("#")) {
                return Optional.empty();
            }
            var marker = Marker.NONE;
            if (fields.get(0).startsWith("@")) {
                var prefix = fields.remove(0);
                var matching = Arrays.stream(Marker.values())
                        .filter(value -> value.text().equals(prefix))
                        .findFirst();
                if (matching.isEmpty()) {
                    return Optional.empty();
                }
                marker = matching.get();
            }
            return fields.size() < 3 ? Optional.empty() : parse(text.strip(), marker, fields);
        }

        private static Optional<Line> parse(String text, Marker marker, List<String> fields) {
            try {
                var key = new HostKey(fields.get(2));
                var hosts = List.of(fields.get(0).split(",", -1));
                return key.type().equals(fields.get(1))
                        ? Optional.of(new Line(text, marker, hosts, key))
                        : Optional.empty();
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }

        /** Returns whether a pattern matches and no pattern that begins with {@code !} does. */
        boolean appliesTo(String host) {
            var name = host.toLowerCase(Locale.ROOT);
            return hosts.stream().anyMatch(pattern -> matches(pattern, name)) && !excludes(host);
        }

        /** Returns whether the line matches the host without a port and does not exclude the host with its port. */
        boolean appliesOnAnyPort(SftpEndpoint sftpEndpoint) {
            return appliesTo(sftpEndpoint.host()) && !excludes(sftpEndpoint.knownHostsName());
        }

        boolean trusts() {
            return marker != Marker.REVOKED;
        }

        /** Returns whether a pattern that begins with {@code !} matches. */
        private boolean excludes(String host) {
            var name = host.toLowerCase(Locale.ROOT);
            return hosts.stream().anyMatch(pattern -> pattern.startsWith("!") && matches(pattern.substring(1), name));
        }

        private static boolean matches(String pattern, String name) {
            if (pattern.startsWith(HASHED)) {
                return matchesHash(pattern.substring(HASHED.length()), name);
            }
            var regex = pattern.toLowerCase(Locale.ROOT)
                    .chars()
                    .mapToObj(c -> switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(Character.toString(c));
                    })
                    .collect(Collectors.joining());
            return name.matches(regex);
        }

        private static boolean matchesHash(String saltAndHash, String name) {
            var parts = saltAndHash.split("\\|", -1);
            if (parts.length != 2) {
                return false;
            }
            try {
                var mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
                var hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
                return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1]));
            } catch (GeneralSecurityException | IllegalArgumentException malformed) {
                return false;
            }
        }
    }
}
