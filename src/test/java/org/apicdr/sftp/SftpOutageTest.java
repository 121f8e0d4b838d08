package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;
import org.apicdr.sftp.connection.RetryPolicy;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is repeated while the server cannot be reached, and what is not. */
@Tag("store")
class SftpOutageTest {

    private static final String NO_FURTHER = "No further attempt before";

    @TempDir
    private Path folder;

    @Test
    void many_requests_ask_a_server_that_is_down_a_few_times() throws IOException {
        try (var server = new CountingServer(true)) {
            var store = store(server.properties(Files.writeString(folder.resolve("password"), "any")));

            for (int i = 0; i < 50; i++) {
                assertThat(failure(store)).contains("No SSH connection to");
            }

            assertThat(failure(store)).contains(NO_FURTHER);
            assertThat(server.connections()).isBetween(3, 12);
            store.close();
        }
    }

    @Test
    void a_server_that_comes_back_is_used_soon() {
        try (var server = MinaSftpServer.start()) {
            var store = store(server);
            store.list(SUBSYSTEM, soon());
            server.stop();
            for (int i = 0; i < 5; i++) {
                failure(store);
            }
            assertThat(failure(store)).contains("refused the connection").contains(NO_FURTHER);

            server.resume();

            await().atMost(Duration.ofSeconds(3))
                    .ignoreExceptions()
                    .until(() -> store.list(SUBSYSTEM, soon()).files().isEmpty());
            store.close();
        }
    }

    @Test
    void one_failed_request_does_not_keep_the_next_from_a_server_that_is_back() {
        try (var server = MinaSftpServer.start()) {
            var store = store(server);
            server.stop();
            failure(store);
            server.resume();

            assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
            store.close();
        }
    }

    @Test
    void a_corrected_file_is_used_at_once() throws IOException {
        var password = Files.writeString(folder.resolve("password"), "wrong");
        try (var server = MinaSftpServer.start()) {
            var properties = with(server.properties(), "private-key-file", "");
            var store = store(with(properties, "password-file", password.toString()));
            for (int i = 0; i < 5; i++) {
                failure(store);
            }
            assertThat(failure(store)).contains("refused the login").contains(NO_FURTHER);

            Files.writeString(password, MinaSftpServer.PASSWORD);

            assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
            store.close();
        }
    }

    @Test
    void a_refused_login_is_not_repeated_soon() throws IOException {
        try (var server = MinaSftpServer.start()) {
            var store = withWrongPassword(server, Clock.systemUTC());

            for (int i = 0; i < 5; i++) {
                assertThat(failure(store)).contains("refused the login");
            }

            assertThat(failure(store)).contains(NO_FURTHER);
            assertThat(server.passwords()).containsExactly("wrong", "wrong"); // by the two ways to send one
            store.close();
        }
    }

    @Test
    void a_password_that_was_refused_is_sent_once_after_each_pause() throws IOException {
        var clock = new SettableClock(Instant.now());
        try (var server = MinaSftpServer.start()) {
            var store = withWrongPassword(server, clock);
            failure(store);
            assertThat(server.passwords()).hasSize(2);

            clock.advance(Duration.ofMinutes(14));
            failure(store);
            assertThat(server.passwords()).hasSize(2);
            clock.advance(Duration.ofMinutes(1));
            assertThat(failure(store)).contains("refused the login").doesNotContain(NO_FURTHER);
            failure(store);
            assertThat(server.passwords()).hasSize(3);
            clock.advance(Duration.ofMinutes(30));
            failure(store);
            assertThat(server.passwords()).hasSize(4);

            store.close();
        }
    }

    @Test
    void callers_who_come_together_send_a_wrong_password_as_often_as_one() throws Exception {
        try (var server = MinaSftpServer.start()) {
            var store = withWrongPassword(server, Clock.systemUTC());

            var callers = new ArrayList<CompletableFuture<String>>();
            for (int i = 0; i < 8; i++) {
                callers.add(CompletableFuture.supplyAsync(() -> failure(store)));
            }

            for (var caller : callers) {
                assertThat(caller.get()).contains("refused the login");
            }
            assertThat(server.passwords()).hasSize(2);
            store.close();
        }
    }

    @Test
    void an_untrusted_host_key_is_named_although_the_server_hangs_up_on_the_next_connection() throws IOException {
        try (var server = MinaSftpServer.start();
                var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            passFirstConnectionOn(listener, server.port());
            var properties = with(
                    with(server.properties(), "known-hosts-file", ""),
                    "host-key-fingerprints",
                    "SHA256:" + "A".repeat(43));
            var store = store(with(properties, "port", String.valueOf(listener.getLocalPort())));

            for (int i = 0; i < 5; i++) {
                assertThat(failure(store)).contains("presented the host key");
            }
            assertThat(failure(store)).contains(NO_FURTHER);
            store.close();
        }
    }

    @Test
    void a_lost_connection_is_repeated_on_another() throws IOException {
        var listings = new AtomicInteger();
        var started = new AtomicReference<MinaSftpServer>();
        try (var server = MinaSftpServer.start(new BeforeListing(() -> {
            if (listings.incrementAndGet() < 3) {
                started.get().dropConnections();
            }
        }))) {
            started.set(server);
            Files.createDirectories(server.root().resolve("test-dc1/apic/management"));

            assertThat(store(server).list(SUBSYSTEM, soon()).files()).isEmpty();

            assertThat(listings).hasValue(3);
        }
    }

    @Test
    void what_was_refused_is_repeated_once_a_minute_on_a_new_connection() {
        var listings = new AtomicInteger();
        try (var server = MinaSftpServer.start(new BeforeListing(() -> {
            listings.incrementAndGet();
            throw new AccessDeniedException("/store");
        }))) {
            var store = store(server);
            store.publish(SUBSYSTEM, SftpFixtures.BUNDLE, new byte[1], soon());

            assertThat(failure(store)).contains("permission denied");

            // the bundles' folder and that of the verdicts, on the connection that was there and on a new one
            assertThat(listings).hasValueLessThanOrEqualTo(4);

            assertThat(failure(store)).contains("permission denied");

            assertThat(listings).as("at once").hasValueLessThanOrEqualTo(6);
        }
    }

    @Test
    void nothing_is_repeated_for_which_no_time_is_left() {
        var retryPolicy = new RetryPolicy(Deadline.in(Duration.ZERO));
        var failure = new IOException("It is down.");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> retryPolicy.after(failure))
                .isSameAs(failure);
    }

    /** Its first caller gives up before the server answers. */
    @Test
    void a_login_that_is_refused_late_counts_as_refused() throws IOException {
        var answer = new CompletableFuture<Boolean>();
        var passwords = new AtomicInteger();
        try (var server = MinaSftpServer.start(
                new SftpSubsystemFactory.Builder().build(),
                sshd -> sshd.setPasswordAuthenticator((user, password, session) -> {
                    passwords.incrementAndGet();
                    return answer.join();
                }))) {
            var store = withWrongPassword(server, Clock.systemUTC());

            assertThat(failure(store, Deadline.in(Duration.ofSeconds(1)))).contains("in time");
            await().untilAtomic(passwords, equalTo(1));
            answer.complete(false);

            await().untilAsserted(() ->
                    assertThat(failure(store)).contains("refused the login").contains(NO_FURTHER));
            assertThat(passwords).hasValue(2);
            store.close();
        }
    }

    private SftpBundleStore withWrongPassword(MinaSftpServer server, Clock clock) throws IOException {
        var password = Files.writeString(folder.resolve("password"), "wrong");
        var properties = with(with(server.properties(), "private-key-file", ""), "password-file", password.toString());
        return new SftpBundleStore(SftpFixtures.config(properties), Optional.of("test-dc1"), clock);
    }

    /** Hangs up on all connections but the first. */
    private static void passFirstConnectionOn(ServerSocket listener, int port) {
        var threads = Executors.newCachedThreadPool();
        threads.execute(() -> {
            try (var first = listener.accept();
                    var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                var back = threads.submit(() -> server.getInputStream().transferTo(first.getOutputStream()));
                threads.execute(() -> hangUpOnAll(listener));
                first.getInputStream().transferTo(server.getOutputStream());
                server.shutdownOutput();
                back.get();
            } catch (IOException | ExecutionException | InterruptedException e) {
                Thread.currentThread().interrupt(); // the test is over
            }
            threads.shutdown();
        });
    }

    private static void hangUpOnAll(ServerSocket listener) {
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt(); // the test is over
        }
    }

    private static String failure(SftpBundleStore store) {
        return failure(store, soon());
    }

    private static String failure(SftpBundleStore store, Deadline deadline) {
        var failure = catchThrowableOfType(ServiceException.class, () -> store.list(SUBSYSTEM, deadline));
        return String.valueOf(failure.getMessage());
    }
}
