package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
            } else if (text.strip().startsWith(KnownHostsLine.Marker.REVOKED.text())) {
                throw new IOException(file.path() + " holds a @revoked line that cannot be understood");
            }
        }
        return new KnownHosts(file, lines);
    }

    /** The lines that apply to a server, revoked keys and certificate authorities among them. */
    List<KnownHostsLine> of(Server server) {
        return lines.stream()
                .filter(line -> line.appliesTo(server.knownHostsName()))
                .toList();
    }

    /** The keys that the server may present. */
    List<HostKey> keys(Server server) {
        var revoked = marked(server, KnownHostsLine.Marker.REVOKED);
        return marked(server, KnownHostsLine.Marker.NONE).stream()
                .filter(key -> !revoked.contains(key))
                .toList();
    }

    boolean revoked(Server server, HostKey key) {
        return marked(server, KnownHostsLine.Marker.REVOKED).contains(key);
    }

    @Override
    public String toString() {
        return file.path().toString();
    }

    private List<HostKey> marked(Server server, KnownHostsLine.Marker marker) {
        return of(server).stream()
                .filter(line -> line.marker() == marker)
                .map(KnownHostsLine::key)
                .toList();
    }
}
