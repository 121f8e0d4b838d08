package org.apicdr.sftp;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Decides on the host key of one connection, before anything secret is sent, and remembers why it was refused. */
final class HostKeyCheck implements HostKeyVerifier {

    private final Server server;
    private final @Nullable KnownHosts knownHosts;
    private final List<String> pins;
    private volatile @Nullable HostKeyRefused refusal;

    HostKeyCheck(Server server, @Nullable KnownHosts knownHosts, List<String> pins) {
        this.server = server;
        this.knownHosts = knownHosts;
        this.pins = pins;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        var presented = HostKey.of(key);
        if (knownHosts != null && knownHosts.revoked(server, presented)) {
            refusal = new HostKeyRefused(presented, revoked(presented, knownHosts));
        } else if (knownHosts != null && !knownHosts.keys(server).contains(presented)) {
            refusal = new HostKeyRefused(presented, unknown(presented, knownHosts));
        } else if (!pins.isEmpty() && !pins.contains(presented.fingerprint())) {
            refusal = new HostKeyRefused(presented, unpinned(presented));
        } else {
            return true;
        }
        return false;
    }

    /** Empty, because {@link HostKeyAlgorithms} orders them: to narrow them would hide the key of a changed server. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return List.of();
    }

    /** The types of the keys that would pass, where they are known. */
    List<String> types() {
        return knownHosts == null
                ? List.of()
                : knownHosts.keys(server).stream().map(HostKey::type).toList();
    }

    /** Why the key was refused; empty as long as none was. */
    Optional<HostKeyRefused> refusal() {
        return Optional.ofNullable(refusal);
    }

    private String revoked(HostKey presented, KnownHosts file) {
        return ("The SFTP server %s presented the host key %s, which %s marks as @revoked. Do not use this server until"
                        + " its administrator has replaced the key. Nothing secret was sent.")
                .formatted(server, presented, file);
    }

    private String unknown(HostKey presented, KnownHosts file) {
        var expected = file.keys(server).stream().map(HostKey::toString).collect(Collectors.joining(", "));
        var held = expected.isEmpty()
                ? "%s holds no key for %s".formatted(file, server.knownHostsName())
                : "%s expects %s".formatted(file, expected);
        return mismatch(presented, held) + " in apic-dr.sftp.known-hosts-file. Nothing secret was sent.";
    }

    private String unpinned(HostKey presented) {
        return mismatch(presented, "apic-dr.sftp.host-key-fingerprints expects " + String.join(", ", pins))
                + " there. Nothing secret was sent.";
    }

    private String mismatch(HostKey presented, String expected) {
        return ("The SFTP server %s presented the host key %s, but %s. Someone may stand between; compare the"
                        + " fingerprint with the server's administrator, and only if it is right, enter the key")
                .formatted(server, presented, expected);
    }
}
