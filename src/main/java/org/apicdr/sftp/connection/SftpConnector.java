package org.apicdr.sftp.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import org.apicdr.core.Deadline;
import org.apicdr.core.Sentences;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.connection.KeyboardInteractivePassword.UnsuitablePromptException;
import org.apicdr.sftp.hostkey.HostKey;
import org.apicdr.sftp.hostkey.HostKeyRejectedException;
import org.apicdr.sftp.hostkey.PresentedKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Opens one session: connects, verifies the host key, logs in and starts SFTP. */
public final class SftpConnector {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final int KEEP_ALIVE_SECONDS = 10;

    /** The SSH channel window size: twice the amount that one session requests ahead. */
    private static final long WINDOW_SIZE = 8L * 1024 * 1024;

    private static final int MAX_MISSED_KEEP_ALIVES = 3;

    static {
        SshSecurityProvider.register();
    }

    private final SftpSettings settings;
    private final SftpEndpoint sftpEndpoint;
    private final Deadline deadline;
    private final Clock clock;
    private final int refusedLogins;
    private volatile @Nullable SSHClient client;
    private volatile String step = "accept the connection";
    private volatile boolean loggingIn;
    private volatile boolean hostKeyAccepted;

    public SftpConnector(SftpSettings settings, Deadline deadline, Clock clock) {
        this(settings, deadline, clock, 0);
    }

    /**
     * Creates a connector.
     *
     * @param refusedLogins the number of logins with these credentials that the server has refused in a row
     */
    SftpConnector(SftpSettings settings, Deadline deadline, Clock clock, int refusedLogins) {
        this.settings = settings;
        this.sftpEndpoint = settings.server();
        this.deadline = deadline;
        this.clock = clock;
        this.refusedLogins = refusedLogins;
    }

    /** Returns whether credentials were sent, or are about to be. */
    boolean loggingIn() {
        return loggingIn;
    }

    /**
     * Opens a session by the deadline. Does so in a separate thread, because neither the name resolution nor the start
     * of SFTP has a timeout.
     */
    public SftpSession open() throws IOException {
        var attempt = new CompletableFuture<SftpSession>();
        daemon(() -> open(attempt), "sftp-dial").start();
        try {
            return attempt.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            attempt.completeExceptionally(timedOut(e)); // before closing the socket makes it fail otherwise
            closeSocket();
            return outcome(attempt);
        } catch (InterruptedException e) {
            attempt.completeExceptionally(e);
            closeSocket();
            throw interrupted(e);
        } catch (ExecutionException e) {
            return outcome(attempt);
        }
    }

    private void open(CompletableFuture<SftpSession> attempt) {
        try {
            var session = connect();
            if (!attempt.complete(session)) {
                session.abort();
            }
        } catch (IOException | RuntimeException e) {
            attempt.completeExceptionally(e);
        }
    }

    private static SftpSession outcome(CompletableFuture<SftpSession> done) throws IOException {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new UnexpectedSftpException(e.getCause());
        }
    }

    static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return (IOException) new InterruptedIOException("interrupted while connecting").initCause(cause);
    }

    /**
     * Opens a session. A server with several host keys may first present one that is not pinned, or a certificate of
     * another authority. So the other key types are tried before the server is rejected.
     */
    private SftpSession connect() throws IOException {
        var rejections = new ArrayList<HostKeyRejectedException>();
        var types = new HashSet<String>();
        while (true) {
            try {
                return connect(types);
            } catch (HostKeyRejectedException e) {
                rejections.add(e);
                if (!e.otherTypeMayBeTrusted()) {
                    throw e;
                }
                if (!types.add(e.type())) {
                    throw rejections.get(0);
                }
            } catch (IOException e) {
                if (rejections.isEmpty() || hostKeyAccepted) {
                    throw e;
                }
                rejections.get(0).addSuppressed(e);
                throw rejections.get(0); // its key is not trusted, although another connection failed in another way
            }
        }
    }

    /** Ends an attempt that takes too long. */
    private void closeSocket() {
        var ssh = client;
        if (ssh != null) {
            SftpSession.closeSocket(ssh);
        }
    }

    /** Returns the exception for an attempt that takes too long. */
    ServerUnreachableException timedOut(Throwable cause) {
        var sentence = "The %s did not %s in time. Check that it runs, %s, and firewalls.";
        return new ServerUnreachableException(
                sentence.formatted(
                        sftpEndpoint.title(), step, sftpEndpoint.role().address()),
                cause);
    }

    private SftpSession connect(Set<String> rejectedTypes) throws IOException {
        var verifier = hostKeyVerifier();
        var config = new DefaultConfig();
        SshAlgorithms.configure(config, settings.legacyAlgorithms());
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setVerifyHostKeyCertificates(false); // the verifier does, and reports the reason
        config.setKeyAlgorithms(verifier.algorithms(config.getKeyAlgorithms(), rejectedTypes));
        var ssh = new SSHClient(config);
        ssh.setSocketFactory(new TcpNoDelaySocketFactory());
        client = ssh;
        try {
            ssh.addHostKeyVerifier(verifier);
            connect(ssh);
            hostKeyAccepted = true;
            logIn(ssh);
            return startSftp(ssh, verifier.accepted().orElseThrow());
        } catch (RuntimeException e) {
            SftpSession.closeSocket(ssh);
            throw e;
        } catch (IOException e) {
            SftpSession.closeSocket(ssh);
            if (verifier.refusal().isPresent()) {
                throw verifier.refusal().get();
            }
            throw deadline.passed() ? timedOut(e) : e;
        }
    }

    private PresentedKeyVerifier hostKeyVerifier() throws IOException {
        try {
            return settings.hostKeys().verifier(sftpEndpoint, clock);
        } catch (IOException e) {
            throw new IOException(
                    sftpEndpoint.role().knownHosts() + ": " + Sentences.closed(String.valueOf(e.getMessage())), e);
        }
    }

    private List<AuthMethod> methods() throws IOException {
        try {
            return settings.login().methods(refusedLogins);
        } catch (IOException e) {
            throw new IOException(
                    "The %s cannot log in: %s"
                            .formatted(sftpEndpoint.account(), Sentences.closed(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    private void connect(SSHClient ssh) throws IOException {
        int millis = (int)
                Math.max(1, Math.min(CONNECT_TIMEOUT.toMillis(), deadline.left().toMillis()));
        ssh.setConnectTimeout(millis);
        ssh.setTimeout(millis);
        ssh.getTransport().setTimeoutMs(millis);
        var keepAlive = (KeepAliveRunner) ssh.getConnection().getKeepAlive();
        keepAlive.setMaxAliveCount(MAX_MISSED_KEEP_ALIVES);
        keepAlive.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        try {
            connectAndExchangeKeys(ssh);
        } catch (UnknownHostException e) {
            throw new IOException(
                    "The host name '%s' cannot be resolved. Correct %s or check DNS."
                            .formatted(sftpEndpoint.host(), sftpEndpoint.role().host()),
                    e);
        } catch (SocketTimeoutException e) {
            throw timedOut(e);
        } catch (ConnectException e) {
            throw new ServerUnreachableException(
                    "The %s refused the connection. Check that it runs, %s, and firewalls."
                            .formatted(sftpEndpoint.title(), sftpEndpoint.role().address()),
                    e);
        } catch (IOException e) {
            var message = String.valueOf(e.getMessage());
            throw new ServerUnreachableException(
                    SshAlgorithms.refusal(message, sftpEndpoint, settings.legacyAlgorithms())
                            .orElseGet(() -> "No SSH connection to %s: %s. Check %s, and the server's log."
                                    .formatted(
                                            sftpEndpoint,
                                            sftpEndpoint.quote(message),
                                            sftpEndpoint.role().address())),
                    e);
        }
    }

    /** If the server ends the connection between two steps, sshj does not say why, but its transport knows. */
    private void connectAndExchangeKeys(SSHClient ssh) throws IOException {
        try {
            ssh.connect(sftpEndpoint.host(), sftpEndpoint.port());
        } catch (IllegalStateException e) {
            ssh.getTransport().join(1, TimeUnit.SECONDS);
            throw e;
        }
    }

    private void logIn(SSHClient ssh) throws IOException {
        step = "log in the %s".formatted(sftpEndpoint.account());
        var methods = methods();
        loggingIn = true;
        try {
            authenticate(ssh, methods);
        } catch (UserAuthException e) {
            if (unanswered(e)) {
                throw new IOException(brokenDuringLogin(e), e); // not repeated at once: it may be a refusal
            }
            throw new LoginRefusedException(
                    e.getCause() instanceof UnsuitablePromptException prompt
                            ? promptSentence(prompt)
                            : "The %s refused the login of the %s. Check %s."
                                    .formatted(
                                            sftpEndpoint.title(),
                                            sftpEndpoint.account(),
                                            sftpEndpoint.role().login()),
                    settings.login().password() != null,
                    e);
        } catch (IOException e) {
            throw new ServerUnreachableException(brokenDuringLogin(e), e);
        } finally {
            loggingIn = false;
        }
    }

    private String promptSentence(UnsuitablePromptException e) {
        return ("The %s asked the %s for more than a password: its prompt '%s' %s, and got no answer. Have the server accept"
                        + " a private key, or ask this account for the password alone.")
                .formatted(sftpEndpoint.title(), sftpEndpoint.account(), sftpEndpoint.quote(e.prompt()), e.reason());
    }

    private String brokenDuringLogin(IOException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "The %s broke the connection during the login: %s. See the server's log."
                .formatted(sftpEndpoint.title(), sftpEndpoint.quote(String.valueOf(cause.getMessage())));
    }

    /**
     * Tries the methods one after the other. The first login sends a password by both methods that can, as some servers
     * offer both and accept one. Once the server has refused the account, each login sends the password once, by either
     * method in turn, because each refusal may count towards a lock of the account.
     */
    private void authenticate(SSHClient ssh, List<AuthMethod> methods) throws IOException {
        UserAuthException refusal = null;
        boolean passwordRefused = false;
        for (var method : methods) {
            boolean sendsPassword = !(method instanceof AuthPublickey);
            if (refusal != null && (!ssh.isConnected() || (sendsPassword && passwordRefused && refusedLogins > 0))) {
                break;
            }
            try {
                ssh.auth(sftpEndpoint.user(), method);
                return;
            } catch (UserAuthException e) {
                boolean plain = e.getCause() == null; // not a prompt without an answer
                refusal = refusal == null || (!plain && !unanswered(e)) ? e : refusal;
                passwordRefused |= plain
                        && sendsPassword
                        && ssh.getUserAuth().getAllowedMethods().contains(method.getName());
            } catch (IOException e) {
                if (refusal == null) {
                    throw e;
                }
                break; // the server closed the connection after its refusal
            }
        }
        throw Objects.requireNonNull(refusal);
    }

    /** Returns whether the connection broke before the server answered. */
    private static boolean unanswered(UserAuthException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof SocketException
                    || (cause instanceof TransportException broken
                            && broken.getDisconnectReason() == DisconnectReason.UNKNOWN)) {
                return true;
            }
        }
        return false;
    }

    private SftpSession startSftp(SSHClient ssh, HostKey hostKey) throws IOException {
        step = "start SFTP";
        try {
            ssh.getTransport().setTimeoutMs((int) CONNECT_TIMEOUT.toMillis());
            ssh.getConnection().setTimeoutMs((int) CONNECT_TIMEOUT.toMillis());
            ssh.getConnection().setWindowSize(WINDOW_SIZE);
            return new SftpSession(ssh, new SFTPEngine(ssh).init(), sftpEndpoint, hostKey.fingerprint());
        } catch (IOException e) {
            throw new IOException(
                    "The server %s does not start SFTP for the %s. Have it enabled there (Subsystem sftp)."
                            .formatted(sftpEndpoint, sftpEndpoint.account()),
                    e);
        }
    }

    /** Creates sockets with TCP_NODELAY, which send small requests without delay. */
    public static final class TcpNoDelaySocketFactory extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return createSocket(InetAddress.getByName(host), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            var socket = createSocket();
            socket.connect(new InetSocketAddress(host, port));
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return createSocket(InetAddress.getByName(host), port, localHost, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            var socket = createSocket();
            socket.bind(new InetSocketAddress(localHost, localPort));
            socket.connect(new InetSocketAddress(host, port));
            return socket;
        }
    }
}
