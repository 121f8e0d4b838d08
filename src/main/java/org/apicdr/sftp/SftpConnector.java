package org.apicdr.sftp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;
import org.apicdr.core.Deadline;
import org.jspecify.annotations.Nullable;

/** One attempt to open a session: connect, check the host key, log in, start SFTP. */
final class SftpConnector {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private static final int KEEP_ALIVE_SECONDS = 10;

    /** What the server may send before it is told that more is welcome: twice what one session asks for ahead. */
    private static final long WINDOW = 8L * 1024 * 1024;

    private static final int KEEP_ALIVE_MISSES = 3;

    private final SftpSettings settings;
    private final SftpEndpoint sftpEndpoint;
    private final Deadline deadline;
    private final Clock clock;
    private volatile @Nullable SSHClient dialling;
    private volatile String step = "accept the connection";

    SftpConnector(SftpSettings settings, Deadline deadline, Clock clock) {
        this.settings = settings;
        this.sftpEndpoint = settings.server();
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * A server with several host keys may first present one that is not pinned, or a certificate of another authority,
     * so the others are asked for as well before it is refused.
     */
    SftpSession open() throws IOException {
        var refused = new ArrayList<HostKeyRejectedException>();
        var types = new HashSet<String>();
        while (true) {
            try {
                return open(types);
            } catch (HostKeyRejectedException e) {
                refused.add(e);
                if (!e.otherMayDo()) {
                    throw e;
                }
                if (!types.add(e.type())) {
                    throw refused.get(0);
                }
            }
        }
    }

    /** Ends a dial that takes too long. */
    void abandon() {
        var ssh = dialling;
        if (ssh != null) {
            SftpSession.hangUp(ssh);
        }
    }

    /** What to say of a dial that takes too long. */
    ServerUnreachableException timedOut(Throwable cause) {
        var sentence = "The %s did not %s in time. Check that it runs, %s, and firewalls.";
        return new ServerUnreachableException(
                sentence.formatted(
                        sftpEndpoint.title(), step, sftpEndpoint.purpose().address()),
                cause);
    }

    private SftpSession open(Set<String> refusedTypes) throws IOException {
        var check = check();
        var config = new DefaultConfig();
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setVerifyHostKeyCertificates(false); // the check does, and can name what is wrong
        config.setKeyAlgorithms(HostKeyAlgorithms.ordered(config.getKeyAlgorithms(), check.types(), refusedTypes));
        var ssh = new SSHClient(config);
        ssh.setSocketFactory(new TcpNoDelaySocketFactory());
        dialling = ssh;
        try {
            ssh.addHostKeyVerifier(check);
            connect(ssh);
            logIn(ssh);
            return start(ssh, check.accepted().orElseThrow());
        } catch (RuntimeException e) {
            SftpSession.hangUp(ssh);
            throw e;
        } catch (IOException e) {
            SftpSession.hangUp(ssh);
            if (check.refusal().isPresent()) {
                throw check.refusal().get();
            }
            throw deadline.passed() ? timedOut(e) : e;
        }
    }

    private KnownHostsVerifier check() throws IOException {
        try {
            return settings.hostKeys().check(sftpEndpoint, clock);
        } catch (IOException e) {
            throw new IOException(sftpEndpoint.purpose().knownHosts() + ": " + e.getMessage(), e);
        }
    }

    private List<AuthMethod> methods() throws IOException {
        try {
            return settings.login().methods();
        } catch (IOException e) {
            throw new IOException("The %s cannot log in: %s".formatted(sftpEndpoint.account(), e.getMessage()), e);
        }
    }

    private void connect(SSHClient ssh) throws IOException {
        int millis = (int)
                Math.max(1, Math.min(CONNECT_LIMIT.toMillis(), deadline.left().toMillis()));
        ssh.setConnectTimeout(millis);
        ssh.setTimeout(millis);
        ssh.getTransport().setTimeoutMs(millis);
        var keepAlive = (KeepAliveRunner) ssh.getConnection().getKeepAlive();
        keepAlive.setMaxAliveCount(KEEP_ALIVE_MISSES);
        keepAlive.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        try {
            ssh.connect(sftpEndpoint.host(), sftpEndpoint.port());
        } catch (UnknownHostException e) {
            throw new IOException(
                    "The host '%s' is unknown. Correct %s or the name service."
                            .formatted(
                                    sftpEndpoint.host(), sftpEndpoint.purpose().host()),
                    e);
        } catch (SocketTimeoutException e) {
            throw timedOut(e);
        } catch (ConnectException e) {
            throw new ServerUnreachableException(
                    "The %s refused the connection. Check that it runs, %s, and firewalls."
                            .formatted(
                                    sftpEndpoint.title(), sftpEndpoint.purpose().address()),
                    e);
        } catch (IOException e) {
            throw new ServerUnreachableException(
                    "No SSH connection to %s: %s. Check %s, and the server's log."
                            .formatted(
                                    sftpEndpoint,
                                    sftpEndpoint.quote(String.valueOf(e.getMessage())),
                                    sftpEndpoint.purpose().address()),
                    e);
        }
    }

    private void logIn(SSHClient ssh) throws IOException {
        step = "log the %s in".formatted(sftpEndpoint.account());
        var methods = methods();
        try {
            ssh.auth(sftpEndpoint.user(), methods);
        } catch (UserAuthException e) {
            throw new IOException(
                    "The %s refused the login of the %s. Check %s."
                            .formatted(
                                    sftpEndpoint.title(),
                                    sftpEndpoint.account(),
                                    sftpEndpoint.purpose().login()),
                    e);
        } catch (IOException e) {
            throw new ServerUnreachableException(
                    "The %s broke the connection during the login: %s. See the server's log."
                            .formatted(sftpEndpoint.title(), sftpEndpoint.quote(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    private SftpSession start(SSHClient ssh, HostKey hostKey) throws IOException {
        step = "start SFTP";
        try {
            ssh.getTransport().setTimeoutMs((int) CONNECT_LIMIT.toMillis());
            ssh.getConnection().setTimeoutMs((int) CONNECT_LIMIT.toMillis());
            ssh.getConnection().setWindowSize(WINDOW);
            return new SftpSession(ssh, new SFTPEngine(ssh).init(), sftpEndpoint, hostKey.fingerprint());
        } catch (IOException e) {
            throw new IOException(
                    "The server %s does not start SFTP for the %s. Have it enabled there (Subsystem sftp)."
                            .formatted(sftpEndpoint, sftpEndpoint.account()),
                    e);
        }
    }
}
