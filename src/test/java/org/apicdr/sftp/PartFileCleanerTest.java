package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.config;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apicdr.sftp.connection.SessionPool;
import org.apicdr.sftp.connection.SftpSettings;
import org.apicdr.sftp.connection.SftpStatusException;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SettableClock;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of files that a capture left unfinished. */
@Tag("store")
class PartFileCleanerTest {

    private static final String OLD = "management.%s.part".formatted("a".repeat(32));
    private static final String OLDER =
            "management-82b290a2-20261122T030000Z-1f9a3c2b.%s.part".formatted("b".repeat(32));
    private static final String RECENT = "management.%s.part".formatted("c".repeat(32));
    private static final String FOREIGN = "notes.part";
    private static final String FOLDER = "management.%s.part".formatted("d".repeat(32));

    @ParameterizedTest
    @ValueSource(ints = {0, 30, -30})
    void removes_what_is_older_than_a_day_whatever_our_clock_says(int daysWrong) throws Exception {
        try (var server = MinaSftpServer.start()) {
            assertSwept(server, Instant.now().plus(Duration.ofDays(daysWrong)));
        }
    }

    @Test
    @EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
    void removes_what_is_older_than_a_day_on_openssh() throws Exception {
        try (var server = OpenSshServer.start()) {
            assertSwept(server, Instant.now());
        }
    }

    @Test
    @EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
    void leaves_everything_where_the_account_may_only_add_files() throws Exception {
        try (var server = OpenSshServer.start(OpenSshServer.APPEND_ONLY, List.of("ed25519"));
                var sessions = sessions(server, Instant.now())) {
            leftovers(server);
            publish(server);

            assertThatExceptionOfType(SftpStatusException.class)
                    .isThrownBy(() -> sweep(server, sessions))
                    .satisfies(e -> assertThat(e.denied()).isTrue());

            assertThat(names(server)).containsExactlyInAnyOrder(OLD, OLDER, RECENT, FOREIGN, FOLDER);
        }
    }

    @Test
    void follows_a_publication() throws Exception {
        try (var server = MinaSftpServer.start();
                var sessions = sessions(server, Instant.now())) {
            leftovers(server);
            var store = store(server);
            var cleaner = new PartFileCleaner(sessions, Duration.ZERO);

            try (var upload = BundleUpload.begin(
                    sessions, new LoneSession(() -> sessions), new Fsync(), cleaner, store.path(SUBSYSTEM), soon())) {
                upload.publish(BUNDLE, content(10));
            }

            await().until(() -> !names(server).contains(OLD) && !names(server).contains(OLDER));
            store.close();
        }
    }

    @Test
    void comes_once_an_hour_to_each_folder() {
        try (var server = MinaSftpServer.start();
                var sessions = sessions(server, Instant.now())) {
            var sweep = new PartFileCleaner(sessions, Duration.ZERO);

            assertThat(sweep.due("/a")).isTrue();
            assertThat(sweep.due("/a")).isFalse();
            assertThat(sweep.due("/b")).isTrue();
        }
    }

    private static void assertSwept(SftpPeer server, Instant ourTime) throws IOException {
        try (var sessions = sessions(server, ourTime)) {
            leftovers(server);
            publish(server);

            sweep(server, sessions);

            assertThat(names(server)).containsExactlyInAnyOrder(RECENT, FOREIGN, FOLDER);
            assertThat(folder(server).resolve(BUNDLE.fileName())).exists();
        }
    }

    private static void sweep(SftpPeer server, SessionPool sessions) throws IOException {
        var folder = server.path() + "/test-dc1/apic/management";
        sessions.call(soon(), requests -> {
            new PartFileCleaner(sessions, Duration.ZERO).sweep(requests, folder, BUNDLE);
            return true;
        });
    }

    private static void publish(SftpPeer server) {
        var store = store(server);
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
        store.close();
    }

    private static SessionPool sessions(SftpPeer server, Instant ourTime) {
        var settings =
                SftpSettings.from(config(server.properties()), complaint -> {}).orElseThrow();
        return new SessionPool(() -> settings, new SettableClock(ourTime));
    }

    private static void leftovers(SftpPeer server) throws IOException {
        var incoming = Files.createDirectories(folder(server).resolve(".incoming"));
        Files.createDirectories(incoming.resolve(FOLDER));
        for (var name : List.of(OLD, OLDER, RECENT, FOREIGN)) {
            Files.writeString(incoming.resolve(name), "half");
        }
        var now = Instant.now();
        for (var name : List.of(OLD, OLDER, FOREIGN, FOLDER)) {
            Files.setLastModifiedTime(incoming.resolve(name), FileTime.from(now.minus(Duration.ofDays(2))));
        }
        Files.setLastModifiedTime(incoming.resolve(RECENT), FileTime.from(now.minus(Duration.ofHours(1))));
    }

    private static List<String> names(SftpPeer server) throws IOException {
        try (var found = Files.list(folder(server).resolve(".incoming"))) {
            return found.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static Path folder(SftpPeer server) {
        return server.root().resolve("test-dc1/apic/management");
    }
}
