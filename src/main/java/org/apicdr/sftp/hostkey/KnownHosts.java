package org.apicdr.sftp.hostkey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.sftp.config.SecretFile;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.hostkey.KnownHostsLine.Marker;

/**
 * A known_hosts file, parsed as OpenSSH does (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). sshj's own parser accepts keys
 * that OpenSSH rejects: revoked keys that another line lists, and hosts excluded by {@code !}.
 */
public final class KnownHosts {

    private final SecretFile file;
    private final List<KnownHostsLine> lines;

    private KnownHosts(SecretFile file, List<KnownHostsLine> lines) {
        this.file = file;
        this.lines = List.copyOf(lines);
    }

    public static KnownHosts read(SecretFile file) throws IOException {
        var lines = new ArrayList<KnownHostsLine>();
        for (var text : file.text().lines().toList()) {
            var line = KnownHostsLine.parse(text);
            if (line.isPresent()) {
                lines.add(line.get());
            } else if (text.strip().startsWith(Marker.REVOKED.text())) {
                throw new IOException(file.path() + " holds a @revoked line that cannot be parsed");
            }
        }
        return new KnownHosts(file, lines);
    }

    /**
     * Returns the lines that apply to a server, including revoked keys and certificate authorities. As in OpenSSH, a
     * line without a port applies to every port that no other line names. If it revokes, it always applies.
     */
    List<KnownHostsLine> of(SftpEndpoint sftpEndpoint) {
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
        return unrevoked(sftpEndpoint, Marker.NONE);
    }

    /** Returns the authorities that may have signed a certificate that the server presents. */
    public List<HostKey> authorities(SftpEndpoint sftpEndpoint) {
        return unrevoked(sftpEndpoint, Marker.CERT_AUTHORITY);
    }

    boolean revoked(SftpEndpoint sftpEndpoint, HostKey key) {
        return marked(sftpEndpoint, Marker.REVOKED).contains(key);
    }

    /** Returns why no key of the server is trusted, as a clause for a message. */
    public String whyUntrusted(SftpEndpoint sftpEndpoint) {
        var sentence = of(sftpEndpoint).stream().anyMatch(KnownHostsLine::trusts)
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
