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

    private final SecretFile file;
    private final List<KnownHostsLine> lines;

    private KnownHosts(SecretFile file, List<KnownHostsLine> lines) {
        this.file = file;
        this.lines = List.copyOf(lines);
    }

    static KnownHosts read(SecretFile file) throws IOException {
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
    List<KnownHostsLine> of(SftpEndpoint sftpEndpoint) {
        var name = sftpEndpoint.knownHostsName();
        boolean spokenFor = lines.stream().anyMatch(line -> line.trusts() && line.appliesTo(name));
        return lines.stream()
                .filter(line ->
                        line.appliesTo(name) || (line.appliesOnAnyPort(sftpEndpoint) && !(spokenFor && line.trusts())))
                .toList();
    }

    /** Whether the server could present anything that is trusted. */
    boolean trusts(SftpEndpoint sftpEndpoint) {
        return !keys(sftpEndpoint).isEmpty() || !authorities(sftpEndpoint).isEmpty();
    }

    /** The keys that the server may present. */
    List<HostKey> keys(SftpEndpoint sftpEndpoint) {
        return unrevoked(sftpEndpoint, Marker.NONE);
    }

    /** The keys that may have signed a certificate that the server presents. */
    List<HostKey> authorities(SftpEndpoint sftpEndpoint) {
        return unrevoked(sftpEndpoint, Marker.CERT_AUTHORITY);
    }

    boolean revoked(SftpEndpoint sftpEndpoint, HostKey key) {
        return marked(sftpEndpoint, Marker.REVOKED).contains(key);
    }

    /** Why nothing that the server presents is trusted, as a part of a sentence. */
    String held(SftpEndpoint sftpEndpoint) {
        var sentence = of(sftpEndpoint).stream().anyMatch(KnownHostsLine::trusts)
                ? "%s marks all that it holds for %s as @revoked"
                : "%s holds no key for %s";
        return sentence.formatted(this, sftpEndpoint.knownHostsName());
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

    private List<HostKey> unrevoked(SftpEndpoint sftpEndpoint, Marker marker) {
        var revoked = marked(sftpEndpoint, Marker.REVOKED);
        return marked(sftpEndpoint, marker).stream()
                .filter(key -> !revoked.contains(key))
                .toList();
    }

    private List<HostKey> marked(SftpEndpoint sftpEndpoint, Marker marker) {
        return of(sftpEndpoint).stream()
                .filter(line -> line.marker() == marker)
                .map(KnownHostsLine::key)
                .toList();
    }
}
