package org.apicdr.sftp.hostkey;

import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.apicdr.sftp.config.SftpEndpoint;
import org.jspecify.annotations.Nullable;

/** Verifies the host key of one connection before a secret is sent, and keeps the reason if it is rejected. */
public final class KnownHostsVerifier implements HostKeyVerifier {

    private static final String NOTHING_SENT = " Nothing secret was sent.";

    private final SftpEndpoint sftpEndpoint;
    private final @Nullable KnownHosts knownHosts;
    private final List<String> pins;
    private final Clock clock;
    private volatile @Nullable HostKeyRejectedException refusal;
    private volatile @Nullable HostKey accepted;

    KnownHostsVerifier(SftpEndpoint sftpEndpoint, @Nullable KnownHosts knownHosts, List<String> pins, Clock clock) {
        this.sftpEndpoint = sftpEndpoint;
        this.knownHosts = knownHosts;
        this.pins = pins;
        this.clock = clock;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        var presented = PresentedKey.of(key);
        var found = knownHosts == null ? null : refusal(presented, knownHosts);
        if (found == null && !pins.isEmpty() && !pins.contains(presented.key().fingerprint())) {
            found = new HostKeyRejectedException(presented, true, unpinned(presented));
        }
        refusal = found;
        accepted = found == null ? presented.key() : null;
        return found == null;
    }

    /**
     * Returns an empty list, so that sshj offers all algorithms in the order of {@link HostKeyAlgorithms}. If it offered
     * only those of known keys, a server with a changed key might present none.
     */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return List.of();
    }

    /** Returns the types of the trusted keys and certificates; empty without a known_hosts file. */
    public List<String> types() {
        if (knownHosts == null) {
            return List.of();
        }
        var types = new ArrayList<>(
                knownHosts.keys(sftpEndpoint).stream().map(HostKey::type).toList());
        if (!knownHosts.authorities(sftpEndpoint).isEmpty()) {
            types.addAll(HostKeyAlgorithms.CERTIFICATES);
        }
        return types;
    }

    /** Returns why the key was rejected; empty if none was. */
    public Optional<HostKeyRejectedException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Returns the accepted key; empty if there is none. */
    public Optional<HostKey> accepted() {
        return Optional.ofNullable(accepted);
    }

    /**
     * Returns why the key is rejected, or null if it is trusted. As in OpenSSH, a revocation always wins, and a listed
     * key is trusted in any certificate.
     */
    private @Nullable HostKeyRejectedException refusal(PresentedKey presented, KnownHosts file) {
        var certificate = presented.certificate();
        if (file.revoked(sftpEndpoint, presented.key())) {
            return new HostKeyRejectedException(presented, false, revokedKey(presented, file));
        }
        if (certificate != null && file.revoked(sftpEndpoint, certificate.authority())) {
            return new HostKeyRejectedException(presented, false, revokedAuthority(presented, file));
        }
        if (file.keys(sftpEndpoint).contains(presented.key())) {
            return null;
        }
        var authorities = file.authorities(sftpEndpoint);
        boolean otherTypeMayBeTrusted = !pins.isEmpty() || !authorities.isEmpty();
        if (certificate == null || !authorities.contains(certificate.authority())) {
            return new HostKeyRejectedException(presented, otherTypeMayBeTrusted, unknown(presented, file));
        }
        return certificate
                .flaw(sftpEndpoint.host(), clock.instant())
                .map(flaw -> new HostKeyRejectedException(
                        presented, otherTypeMayBeTrusted, invalidCertificate(presented, flaw)))
                .orElse(null);
    }

    private String revokedKey(PresentedKey presented, KnownHosts file) {
        return ("The %s presented the host key %s, which %s marks as @revoked. Do not use this server until"
                                + " its administrator has replaced the key.")
                        .formatted(sftpEndpoint.title(), presented.key(), file)
                + NOTHING_SENT;
    }

    private String revokedAuthority(PresentedKey presented, KnownHosts file) {
        return ("The %s presented the host key %s, which %s marks as @revoked. Do not use this server until"
                                + " its administrator has had the key certified by another authority.")
                        .formatted(sftpEndpoint.title(), presented, file)
                + NOTHING_SENT;
    }

    private String invalidCertificate(PresentedKey presented, String flaw) {
        return ("The %s presented the host key %s, which is trusted, but %s. Have the server's administrator"
                                + " replace the certificate.")
                        .formatted(sftpEndpoint.title(), presented, flaw)
                + NOTHING_SENT;
    }

    private String unknown(PresentedKey presented, KnownHosts file) {
        var expected = new ArrayList<String>();
        file.keys(sftpEndpoint).forEach(key -> expected.add(key.toString()));
        file.authorities(sftpEndpoint).forEach(key -> expected.add("a certificate of the authority " + key));
        var expectation = expected.isEmpty()
                ? file.whyUntrusted(sftpEndpoint)
                : "%s expects %s".formatted(file, String.join(" or ", expected));
        return mismatch(presented, expectation) + " " + sftpEndpoint.purpose().knownHosts() + "." + NOTHING_SENT;
    }

    private String unpinned(PresentedKey presented) {
        return mismatch(presented, "apic-dr.sftp.host-key-fingerprints expects " + String.join(" or ", pins))
                + " apic-dr.sftp.host-key-fingerprints."
                + NOTHING_SENT;
    }

    private String mismatch(PresentedKey presented, String expected) {
        return ("The %s presented the host key %s, but %s. Someone may be intercepting the connection."
                        + " Compare the fingerprint with the server's administrator. Only if it is correct, add the key to")
                .formatted(sftpEndpoint.title(), presented, expected);
    }
}
