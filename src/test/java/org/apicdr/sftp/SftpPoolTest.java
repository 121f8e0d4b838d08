package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.config;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.SessionPool;
import org.apicdr.sftp.connection.SftpConnector;
import org.apicdr.sftp.connection.SftpFileInputStream;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpSettings;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SettableClock;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Which session an operation gets, and how many there are. */
@Tag("store")
@Isolated
class SftpPoolTest {

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Operations that the server holds up, and how many of them it lets go on. */
    private final AtomicInteger held = new AtomicInteger();

    private final Semaphore released = new Semaphore(0);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void one_session_serves_what_runs_one_after_the_other() throws IOException {
        try (var server = MinaSftpServer.start();
                var store = new Closing(store(server))) {
            store.store().publish(SUBSYSTEM, BUNDLE, content(10), soon());
            for (int i = 0; i < 5; i++) {
                store.store().list(SUBSYSTEM, soon());
                try (var input = store.store().open(SUBSYSTEM, BUNDLE.fileName(), soon())) {
                    assertThat(input.readAllBytes()).hasSize(10);
                }
            }

            assertThat(server.sessions()).isOne();
        }
    }

    @Test
    void an_operation_that_hangs_does_not_delay_others() throws Exception {
        try (var server = holding(1);
                var store = new Closing(store(server))) {
            var hanging = inThread(() -> store.store().list(SUBSYSTEM, soon()));
            awaitHeld(1);

            store.store().publish(SUBSYSTEM, BUNDLE, content(100_000), soon());
            assertThat(store.store().list(SUBSYSTEM, soon()).files()).hasSize(1);

            assertThat(hanging).isNotDone();
            assertThat(server.sessions()).isEqualTo(2);
            released.release();
            hanging.get();
        }
    }

    @Test
    void a_stream_keeps_its_session_while_it_is_read() throws Exception {
        try (var server = MinaSftpServer.start();
                var store = new Closing(store(server))) {
            store.store().publish(SUBSYSTEM, BUNDLE, content(100_000), soon());

            try (var input = store.store().open(SUBSYSTEM, BUNDLE.fileName(), soon())) {
                store.store().list(SUBSYSTEM, soon());
                assertThat(server.sessions()).isEqualTo(2);
                assertThat(input.readAllBytes()).hasSize(100_000);
            }
            store.store().list(SUBSYSTEM, soon());
            assertThat(server.sessions()).isEqualTo(2);
        }
    }

    @Test
    void a_large_file_is_read_further_ahead_and_gives_that_back() throws Exception {
        try (var server = MinaSftpServer.start();
                var sessions = sessions(server, Clock.systemUTC())) {
            Files.write(server.root().resolve("large"), content(8_000_000));
            sessions.call(soon(), requests -> {
                var readAhead = requests.session().readAhead();
                int unused = readAhead.availablePermits();

                try (var input = SftpFileInputStream.open(requests, "/store/large", true)) {
                    assertThat(input.readNBytes(4_000_000)).hasSize(4_000_000);
                    assertThat(readAhead.availablePermits()).isLessThan(unused);
                    assertThat(input.readAllBytes()).hasSize(4_000_000);
                }

                assertThat(readAhead.availablePermits()).isEqualTo(unused);
                return true;
            });
        }
    }

    @Test
    void sockets_do_not_hold_small_requests_back() throws IOException {
        try (var socket = new SftpConnector.TcpNoDelaySocketFactory().createSocket()) {
            assertThat(socket.getTcpNoDelay()).isTrue();
        }
    }

    @Test
    void no_more_than_four_sessions_serve_many_operations() throws Exception {
        try (var server = holding(8);
                var store = new Closing(store(server))) {
            var first = listings(store.store(), 4);
            released.release(4);
            join(first);
            assertThat(server.sessions()).isEqualTo(4);

            var many = listings(store.store(), 12);
            awaitHeld(8);

            assertThat(server.sessions()).isEqualTo(4);
            released.release(4);
            join(many);
        }
    }

    @Test
    void one_attempt_to_connect_serves_all_who_come_first() throws Exception {
        try (var silent = new CountingServer(false);
                var store =
                        new Closing(store(silent.properties(Files.writeString(folder.resolve("password"), "any"))))) {
            var deadline = Deadline.in(Duration.ofSeconds(2));
            var first = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                first.add(inThread(() -> catchThrowable(() -> store.store().list(SUBSYSTEM, deadline))));
            }

            for (var operation : first) {
                assertThat(operation.get())
                        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                        .hasMessageContaining("in time");
            }
            assertThat(silent.connections()).isOne();
        }
    }

    @Test
    void idle_sessions_are_closed_down_to_one() throws Exception {
        var clock = new SettableClock(Instant.now());
        try (var server = holding(3);
                var sessions = sessions(server, clock)) {
            var operations = new ArrayList<Future<?>>();
            for (int i = 1; i <= 3; i++) {
                operations.add(inThread(() -> sessions.call(soon(), SftpPoolTest::listRoot)));
                awaitHeld(i);
            }
            released.release(3);
            for (var operation : operations) {
                operation.get();
            }

            clock.advance(Duration.ofMinutes(4));
            sessions.closeIdle();
            assertThat(server.sessions()).isEqualTo(3);
            sessions.call(soon(), SftpPoolTest::listRoot);
            clock.advance(Duration.ofMinutes(2));
            sessions.closeIdle();

            await().untilAsserted(() -> assertThat(server.sessions()).isOne());
            assertThat(sessions.call(soon(), SftpPoolTest::listRoot)).hasSize(1);
        }
    }

    @Test
    void a_session_with_too_many_open_files_is_replaced_within_the_call() throws Exception {
        var files = new CountedFiles(3);
        try (var server = MinaSftpServer.start(files);
                var sessions = sessions(server, Clock.systemUTC())) {
            Files.write(server.root().resolve("file"), content(10));
            sessions.call(soon(), requests -> leakThreeFiles(requests));
            assertThat(files.open()).isEqualTo(3);

            assertThat(sessions.call(soon(), SftpPoolTest::listRoot)).hasSize(1);

            // the former connection stays for a minute, because an upload may still use it
            assertThat(server.sessions()).isEqualTo(2);
            assertThat(sessions.call(soon(), SftpPoolTest::listRoot)).hasSize(1);
            assertThat(server.sessions()).isEqualTo(2);
        }
    }

    @Test
    void what_a_failed_operation_left_open_is_closed() throws Exception {
        var files = new CountedFiles(100);
        try (var server = MinaSftpServer.start(files);
                var sessions = sessions(server, Clock.systemUTC())) {
            Files.write(server.root().resolve("file"), content(10));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> sessions.call(soon(), requests -> {
                        requests.open("/store/file").handle();
                        requests.open("/store/file");
                        DirectoryReader.open(requests, "/store").read();
                        throw new IOException("The operation failed.");
                    }));

            await().until(() -> files.opened() == 2);
            await().untilAsserted(() -> {
                sessions.closeIdle();
                assertThat(files.open()).isZero();
            });
        }
    }

    @Test
    void a_file_that_is_opened_too_late_is_closed() throws Exception {
        var files = new CountedFiles(100);
        try (var server = MinaSftpServer.start(files);
                var sessions = sessions(server, Clock.systemUTC())) {
            Files.write(server.root().resolve("file"), content(10));
            Files.createDirectories(server.root().resolve(".incoming"));
            sessions.call(soon(), SftpPoolTest::listRoot);
            files.hold();
            var hurried = Deadline.in(Duration.ofMillis(200));
            assertThat(catchThrowable(() -> sessions.call(
                            hurried, requests -> SftpFileInputStream.open(requests, "/store/file", true))))
                    .hasMessageContaining("did not answer");
            var cleaner = new PartFileCleaner(sessions, Duration.ofMinutes(1));
            var loneSession = new LoneSession(() -> sessions);
            BundleUpload.begin(sessions, loneSession, new Fsync(), cleaner, "/store", soon())
                    .close();

            files.release();

            await().until(() -> files.opened() == 2);
            await().untilAsserted(() -> {
                sessions.closeIdle();
                assertThat(files.open()).isZero();
            });
        }
    }

    @Test
    void a_refused_upload_leaves_nothing_open() throws Exception {
        var files = new CountedFiles(100);
        try (var server = MinaSftpServer.start(files);
                var store = new Closing(store(server))) {
            store.store().publish(SUBSYSTEM, BUNDLE, content(10), soon());

            assertThat(catchThrowable(() -> store.store().publish(SUBSYSTEM, BUNDLE, content(100), soon())))
                    .hasMessageContaining("already exists");

            await().untilAsserted(() -> assertThat(files.open()).isZero());
        }
    }

    /** A server that holds up the first listings until they are released. */
    private MinaSftpServer holding(int listings) throws IOException {
        var server = MinaSftpServer.start(new BeforeListing(() -> {
            if (held.incrementAndGet() <= listings) {
                released.acquire();
            }
        }));
        Files.createDirectories(server.root().resolve("test-dc1/apic/management"));
        return server;
    }

    private void awaitHeld(int count) {
        // a session that is held up for two seconds is taken for stalled and replaced
        await().pollInterval(Duration.ofMillis(5)).until(() -> held.get() >= count);
    }

    /** Starts operations one after the other, as far as the server holds each of them up. */
    private List<Future<?>> listings(SftpBundleStore store, int count) {
        var started = new ArrayList<Future<?>>();
        for (int i = 1; i <= count; i++) {
            started.add(inThread(() -> store.list(SUBSYSTEM, soon())));
            awaitHeld(Math.min(i, 4));
        }
        return started;
    }

    private static void join(List<Future<?>> operations) throws Exception {
        for (var operation : operations) {
            operation.get();
        }
    }

    private <T> Future<T> inThread(Callable<T> task) {
        return threads.submit(task);
    }

    private static SessionPool sessions(MinaSftpServer server, Clock clock) {
        var settings =
                SftpSettings.from(config(server.properties()), complaint -> {}).orElseThrow();
        return new SessionPool(() -> settings, clock);
    }

    private static List<DirectoryReader.Entry> listRoot(SftpRequests requests) throws IOException {
        return DirectoryReader.open(requests, "/store").read().entries();
    }

    /** Opens three files, and has nobody close them. */
    private static boolean leakThreeFiles(SftpRequests requests) throws IOException {
        var own = requests.session().requests(soon());
        for (int i = 0; i < 3; i++) {
            own.open("/store/file").handle();
        }
        return true;
    }

    /** Counts the files and folders that are open, allows a few in each session, and holds up who opens a file. */
    private static final class CountedFiles implements SftpFileSystemAccessor {

        private final int limit;
        private final Map<SftpSubsystemProxy, AtomicInteger> open = new ConcurrentHashMap<>();
        private final AtomicInteger opened = new AtomicInteger();
        private volatile CountDownLatch held = new CountDownLatch(0);

        CountedFiles(int limit) {
            this.limit = limit;
        }

        int open() {
            return open.values().stream().mapToInt(AtomicInteger::get).sum();
        }

        /** How many files were opened so far. */
        int opened() {
            return opened.get();
        }

        void hold() {
            held = new CountDownLatch(1);
        }

        void release() {
            held.countDown();
        }

        @Override
        public SeekableByteChannel openFile(
                SftpSubsystemProxy subsystem,
                FileHandle fileHandle,
                Path file,
                String handle,
                Set<? extends OpenOption> options,
                FileAttribute<?>... attributes)
                throws IOException {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            requireFewOpen(subsystem);
            var channel =
                    SftpFileSystemAccessor.super.openFile(subsystem, fileHandle, file, handle, options, attributes);
            count(subsystem).incrementAndGet();
            opened.incrementAndGet();
            return channel;
        }

        @Override
        public void closeFile(
                SftpSubsystemProxy subsystem,
                FileHandle fileHandle,
                Path file,
                String handle,
                Channel channel,
                Set<? extends OpenOption> options)
                throws IOException {
            count(subsystem).decrementAndGet();
            SftpFileSystemAccessor.super.closeFile(subsystem, fileHandle, file, handle, channel, options);
        }

        @Override
        public DirectoryStream<Path> openDirectory(
                SftpSubsystemProxy subsystem,
                DirectoryHandle directoryHandle,
                Path opened,
                String handle,
                LinkOption... linkOptions)
                throws IOException {
            requireFewOpen(subsystem);
            var stream =
                    SftpFileSystemAccessor.super.openDirectory(subsystem, directoryHandle, opened, handle, linkOptions);
            count(subsystem).incrementAndGet();
            return stream;
        }

        @Override
        public void closeDirectory(
                SftpSubsystemProxy subsystem,
                DirectoryHandle directoryHandle,
                Path closed,
                String handle,
                DirectoryStream<Path> stream)
                throws IOException {
            count(subsystem).decrementAndGet();
            SftpFileSystemAccessor.super.closeDirectory(subsystem, directoryHandle, closed, handle, stream);
        }

        private void requireFewOpen(SftpSubsystemProxy subsystem) throws IOException {
            if (count(subsystem).get() >= limit) {
                throw new IOException("too many open files");
            }
        }

        private AtomicInteger count(SftpSubsystemProxy subsystem) {
            return open.computeIfAbsent(subsystem, any -> new AtomicInteger());
        }
    }

    private record Closing(SftpBundleStore store) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
        }
    }
}
