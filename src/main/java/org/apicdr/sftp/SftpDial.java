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
import org.apicdr.request.Deadline;
import org.jspecify.annotations.Nullable;

/** One attempt to open a session: connect, check the host key, log in, start SFTP. */
final class SftpDial {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private static final int KEEP_ALIVE_SECONDS = 15;

    private static final int KEEP_ALIVE_MISSES = 3;

    private final SftpSettings settings;
    private final Deadline deadline;
    private final Clock clock;
    private volatile @Nullable SSHClient dialling;
    private volatile String step = "accept the connection";

    SftpDial(SftpSettings settings, Deadline deadline, Clock clock) {
        this.settings = settings;
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * A server with several host keys may first present one that is not pinned, or a certificate of another authority,
     * so the others are asked for as well before it is refused.
     */
    SftpSession open() throws IOException {
        var refused = new ArrayList<HostKeyRefused>();
        var types = new HashSet<String>();
        while (true) {
            try {
                return open(types);
            } catch (HostKeyRefused e) {
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
    IOException timedOut(Throwable cause) {
        var sentence =
                "The SFTP server %s did not %s in time. Check that it runs, apic-dr.sftp.host and .port, and firewalls.";
        return new IOException(sentence.formatted(settings.server(), step), cause);
    }

    private SftpSession open(Set<String> refusedTypes) throws IOException {
        var check = check();
        var config = new DefaultConfig();
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setVerifyHostKeyCertificates(false); // the check does, and can name what is wrong
        config.setKeyAlgorithms(HostKeyAlgorithms.ordered(config.getKeyAlgorithms(), check.types(), refusedTypes));
        var ssh = new SSHClient(config);
        dialling = ssh;
        try {
            ssh.addHostKeyVerifier(check);
            connect(ssh);
            logIn(ssh);
            return start(ssh);
        } catch (IOException e) {
            SftpSession.hangUp(ssh);
            if (check.refusal().isPresent()) {
                throw check.refusal().get();
            }
            throw deadline.passed() ? timedOut(e) : e;
        }
    }

    private HostKeyCheck check() throws IOException {
        try {
            return settings.hostKeys().check(settings.server(), clock);
        } catch (IOException e) {
            throw new IOException("apic-dr.sftp.known-hosts-file: " + e.getMessage(), e);
        }
    }

    private List<AuthMethod> methods() throws IOException {
        try {
            return settings.login().methods();
        } catch (IOException e) {
            throw new IOException(
                    "The user %s cannot log in: %s".formatted(settings.server().user(), e.getMessage()), e);
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
            ssh.connect(settings.server().host(), settings.server().port());
        } catch (UnknownHostException e) {
            throw new IOException(
                    "The host '%s' is unknown. Correct apic-dr.sftp.host or the name service."
                            .formatted(settings.server().host()),
                    e);
        } catch (SocketTimeoutException e) {
            throw timedOut(e);
        } catch (ConnectException e) {
            throw new IOException(
                    "The SFTP server %s refused the connection. Check that it runs, apic-dr.sftp.host and .port, and firewalls."
                            .formatted(settings.server()),
                    e);
        } catch (IOException e) {
            throw new IOException(
                    "No SSH connection to %s: %s. Check apic-dr.sftp.host and .port, and the server's log."
                            .formatted(settings.server(), e.getMessage()),
                    e);
        }
    }

    private void logIn(SSHClient ssh) throws IOException {
        step = "log the user %s in".formatted(settings.server().user());
        var methods = methods();
        try {
            ssh.auth(settings.server().user(), methods);
        } catch (UserAuthException e) {
            throw new IOException(
                    ("The SFTP server %s refused the login of the user %s. Check apic-dr.sftp.username and the"
                                    + " password or private key file.")
                            .formatted(settings.server(), settings.server().user()),
                    e);
        } catch (IOException e) {
            throw new IOException(
                    "The SFTP server %s broke the connection during the login: %s. See the server's log."
                            .formatted(settings.server(), e.getMessage()),
                    e);
        }
    }

    private SftpSession start(SSHClient ssh) throws IOException {
        step = "start SFTP";
        try {
            ssh.getTransport().setTimeoutMs((int) CONNECT_LIMIT.toMillis());
            ssh.getConnection().setTimeoutMs((int) CONNECT_LIMIT.toMillis());
            return new SftpSession(ssh, new SFTPEngine(ssh).init(), settings.server());
        } catch (IOException e) {
            throw new IOException(
                    "The server %s does not start SFTP for the user %s. Have it enabled there (Subsystem sftp)."
                            .formatted(settings.server(), settings.server().user()),
                    e);
        }
    }
}
