package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.sftp.KnownHostsLine.Marker;

/**
 * A known_hosts file, read as OpenSSH reads it (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). Written anew because sshj's
 * own accepts keys that OpenSSH refuses: revoked keys that another line lists, and hosts excluded by {@code !}.
 */
final class KnownHosts {

    private final ConfiguredFile file;
    private final List<KnownHostsLine> lines;

    private KnownHosts(ConfiguredFile file, List<KnownHostsLine> lines) {
        this.file = file;
        this.lines = List.copyOf(lines);
    }

    static KnownHosts read(ConfiguredFile file) throws IOException {
        var lines = new ArrayList<KnownHostsLine>();
        for (var text : file.text().lines().toList()) {
            var line = KnownHostsLine.parse(text);
            if (line.isPresent()) {
                lines.add(line.get());
            } else if (text.strip().startsWith(Marker.REVOKED.text())) {
                throw new IOException(file.path() + " holds a @revoked line that cannot be understood");
            }
        }
        return new KnownHosts(file, lines);
    }

    /**
     * The lines that apply to a server, revoked keys and certificate authorities among them. As in OpenSSH, a line that
     * names no port counts on every port that no other line speaks for; it always does where it revokes.
     */
    List<KnownHostsLine> of(Server server) {
        var name = server.knownHostsName();
        boolean spokenFor = lines.stream().anyMatch(line -> line.trusts() && line.appliesTo(name));
        return lines.stream()
                .filter(line ->
                        line.appliesTo(name) || (line.appliesOnAnyPort(server) && !(spokenFor && line.trusts())))
                .toList();
    }

    /** Whether the server could present anything that is trusted. */
    boolean trusts(Server server) {
        return !keys(server).isEmpty() || !authorities(server).isEmpty();
    }

    /** The keys that the server may present. */
    List<HostKey> keys(Server server) {
        return unrevoked(server, Marker.NONE);
    }

    /** The keys that may have signed a certificate that the server presents. */
    List<HostKey> authorities(Server server) {
        return unrevoked(server, Marker.CERT_AUTHORITY);
    }

    boolean revoked(Server server, HostKey key) {
        return marked(server, Marker.REVOKED).contains(key);
    }

    /** Why nothing that the server presents is trusted, as a part of a sentence. */
    String held(Server server) {
        var sentence = of(server).stream().anyMatch(KnownHostsLine::trusts)
                ? "%s marks all that it holds for %s as @revoked"
                : "%s holds no key for %s";
        return sentence.formatted(this, server.knownHostsName());
    }

    /** Fails where the file says something, and nothing in it can be understood. */
    void requireLines() throws IOException {
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

    private List<HostKey> unrevoked(Server server, Marker marker) {
        var revoked = marked(server, Marker.REVOKED);
        return marked(server, marker).stream()
                .filter(key -> !revoked.contains(key))
                .toList();
    }

    private List<HostKey> marked(Server server, Marker marker) {
        return of(server).stream()
                .filter(line -> line.marker() == marker)
                .map(KnownHostsLine::key)
                .toList();
    }
}
