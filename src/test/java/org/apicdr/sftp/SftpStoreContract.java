package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.StoredFile;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SftpPeer;
import org.apicdr.testsupport.TemporaryFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store does on every server. */
@TestInstance(PER_CLASS)
abstract class SftpStoreContract {

    private final SftpPeer server = start();
    private SftpBundleStore store = store(server);

    abstract SftpPeer start();

    @AfterEach
    void forgetTheBundles() {
        store.close();
        store = store(server);
        TemporaryFolder.delete(server.root().resolve("test-dc1"));
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32_768, 100_000, 3_000_000})
    void gives_back_what_was_published(int size) throws IOException {
        store.publish(SUBSYSTEM, BUNDLE, content(size), soon());

        assertThat(store.list(SUBSYSTEM, soon()).files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo(BUNDLE.fileName());
            assertThat(file.sizeBytes()).isEqualTo(size);
        });
        assertThat(read(BUNDLE.fileName())).isEqualTo(content(size));
    }

    @Test
    void lays_a_bundle_in_its_subsystems_folder_and_leaves_no_unfinished_file() throws IOException {
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());

        assertThat(folder().resolve(BUNDLE.fileName())).hasBinaryContent(content(10));
        assertThat(folder().resolve(".incoming")).isEmptyDirectory();
        assertThat(store.path(SUBSYSTEM)).isEqualTo(server.path() + "/test-dc1/apic/management");
        assertThat(store.location(SUBSYSTEM, "a b.tar"))
                .hasToString("sftp://127.0.0.1:%d%s/test-dc1/apic/management/a%%20b.tar"
                        .formatted(server.port(), server.path()));
    }

    @Test
    void never_overwrites() throws IOException {
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.publish(SUBSYSTEM, BUNDLE, content(20), soon()))
                .withMessageContaining("a file with that name already exists")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .satisfies(e -> assertThat(e.details().stored()).isEqualTo(Stored.NO));
        assertThat(folder().resolve(BUNDLE.fileName())).hasBinaryContent(content(10));
        assertThat(folder().resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void lists_regular_files_alone() throws IOException {
        Files.createDirectories(folder().resolve(".incoming"));
        Files.createDirectory(folder().resolve("folder.tar"));
        Files.createSymbolicLink(folder().resolve("link.tar"), Path.of("/etc/hostname"));
        for (int i = 0; i < 1000; i++) {
            Files.write(folder().resolve("file-" + i), content(i % 7));
        }

        var files = store.list(SUBSYSTEM, soon()).files();

        assertThat(files)
                .hasSize(1000)
                .extracting(StoredFile::name)
                .contains("file-13")
                .doesNotHaveDuplicates();
    }

    @Test
    void lists_a_folder_again_when_names_in_it_have_changed() throws IOException {
        Files.createDirectories(folder().resolve(".verified"));
        Files.write(folder().resolve("one.tar"), content(1));
        var version = store.listIfChanged(SUBSYSTEM, Optional.empty(), soon())
                .orElseThrow()
                .version();

        assertThat(version).isPresent();
        assertThat(store.listIfChanged(SUBSYSTEM, version, soon())).isEmpty();

        touch(folder(), version.get().bundlesModified() + 1);
        assertThat(store.listIfChanged(SUBSYSTEM, version, soon()))
                .hasValueSatisfying(found -> assertThat(found.files()).hasSize(1));

        touch(folder(), version.get().bundlesModified());
        touch(folder().resolve(".verified"), version.get().verdictsModified() + 1);
        assertThat(store.listIfChanged(SUBSYSTEM, version, soon())).isPresent();
    }

    private static void touch(Path folder, long seconds) throws IOException {
        Files.setLastModifiedTime(folder, FileTime.from(seconds, TimeUnit.SECONDS));
    }

    @Test
    void gives_a_folder_another_version_with_each_bundle_of_another_second() throws IOException {
        Files.createDirectories(folder());
        touch(folder(), 1_000_000_000);
        var version = store.listIfChanged(SUBSYSTEM, Optional.empty(), soon())
                .orElseThrow()
                .version();

        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());

        assertThat(store.listIfChanged(SUBSYSTEM, version, soon()))
                .hasValueSatisfying(found -> assertThat(found.files()).hasSize(1));
    }

    @Test
    void finds_the_folders_that_hold_a_bundle() throws IOException {
        var id = new BundleId("a-b-c-20261122T030000Z-1f9a3c2b");
        var site = server.root().resolve("test-dc1");
        for (var folder : List.of("apic/a", "apic/a-b", "dev/a", "dev/a-b-c", "foreign/a", ".trash/a")) {
            Files.createDirectories(site.resolve(folder));
            Files.writeString(site.resolve(folder).resolve(id.fileName()), "");
        }
        Files.delete(site.resolve("dev/a").resolve(id.fileName()));
        Files.createSymbolicLink(site.resolve("dev/a").resolve(id.fileName()), Path.of("/etc/hostname"));
        Files.createSymbolicLink(site.resolve("dev/a-b"), site.resolve("apic/a-b"));
        Files.delete(site.resolve("foreign/a").resolve(id.fileName()));
        Files.createDirectory(site.resolve("foreign/a").resolve(id.fileName()));
        Files.writeString(site.resolve("foreign/a-b"), "a file");
        Files.createSymbolicLink(site.resolve("linked"), site.resolve("apic"));
        Files.writeString(site.resolve("file"), "");

        assertThat(store.holding(id, soon()))
                .containsExactlyInAnyOrder(new SubsystemRef("apic", "a"), new SubsystemRef("apic", "a-b"));
        assertThat(store.holding(BUNDLE, soon())).isEmpty();
    }

    @Test
    void lists_nothing_where_there_is_no_folder() {
        assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
        assertThat(store.folders(soon())).isEmpty();
    }

    @Test
    void says_that_a_file_lies_where_the_folder_should_be() throws IOException {
        Files.createDirectories(server.root().resolve("test-dc1/apic"));
        Files.writeString(folder(), "no folder");

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.publish(SUBSYSTEM, BUNDLE, content(10), soon()))
                .withMessageContaining("/test-dc1/apic/management on the SFTP server")
                .withMessageContaining("must be a folder")
                .satisfies(e -> assertThat(e.details().stored()).isEqualTo(Stored.NO));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.list(SUBSYSTEM, soon()))
                .withMessageContaining("must be a folder");
    }

    @Test
    void finds_the_folders_of_all_subsystems_and_ignores_foreign_names() throws IOException {
        var site = server.root().resolve("test-dc1");
        for (var name : new String[] {"apic/management", "apic/mgmt.two", "dev/management", ".trash/x", "UPPER/x"}) {
            Files.createDirectories(site.resolve(name));
        }
        Files.createDirectories(site.resolve("dev/.incoming"));
        Files.writeString(site.resolve("file"), "");
        Files.writeString(site.resolve("apic/file"), "");

        assertThat(store.folders(soon()))
                .containsExactlyInAnyOrder(
                        SUBSYSTEM, new SubsystemRef("apic", "mgmt.two"), new SubsystemRef("dev", "management"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent.tar", "link.tar", "folder.tar", "../management/file.tar"})
    void opens_regular_files_of_the_folder_alone(String name) throws IOException {
        Files.createDirectories(folder().resolve("folder.tar"));
        Files.writeString(folder().resolve("file.tar"), "content");
        Files.createSymbolicLink(folder().resolve("link.tar"), Path.of("file.tar"));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.open(SUBSYSTEM, name, soon()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_NOT_FOUND));
    }

    @Test
    void survives_the_loss_of_its_session_between_two_calls() throws IOException {
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());

        server.dropConnections();
        assertThat(store.list(SUBSYSTEM, soon()).files()).hasSize(1);
        server.dropConnections();
        assertThat(read(BUNDLE.fileName())).isEqualTo(content(10));
        Files.delete(folder().resolve(BUNDLE.fileName()));
        server.dropConnections();
        store.publish(SUBSYSTEM, BUNDLE, content(20), soon());

        assertThat(folder().resolve(BUNDLE.fileName())).hasBinaryContent(content(20));
    }

    @Test
    void says_in_a_sentence_that_reading_broke_off() throws IOException {
        store.publish(SUBSYSTEM, BUNDLE, content(3_000_000), soon());

        try (var input = store.open(SUBSYSTEM, BUNDLE.fileName(), soon())) {
            server.dropConnections();

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(input::readAllBytes)
                    .withMessage(
                            "The connection to the SFTP server 127.0.0.1:%d broke. Try again; if it happens again,"
                                    + " see the server's log.",
                            server.port());
        }
    }

    @Test
    void serves_many_threads_over_one_session() throws Exception {
        store.publish(SUBSYSTEM, BUNDLE, content(100_000), soon());
        var threads = Executors.newFixedThreadPool(8);
        var reads = new ArrayList<Future<byte[]>>();

        for (int i = 0; i < 40; i++) {
            reads.add(threads.submit(() -> read(BUNDLE.fileName())));
        }

        for (var read : reads) {
            assertThat(read.get()).isEqualTo(content(100_000));
        }
        threads.shutdown();
    }

    @Test
    void lists_when_a_file_was_modified() throws IOException {
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
        var modified = Instant.parse("2026-11-22T03:00:00Z");
        Files.setLastModifiedTime(folder().resolve(BUNDLE.fileName()), FileTime.from(modified));

        assertThat(store.list(SUBSYSTEM, soon()).files())
                .containsExactly(new StoredFile(BUNDLE.fileName(), 10, Optional.of(modified)));
    }

    @Test
    void remembers_verdicts_in_empty_files_beside_the_bundles() {
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());

        store.remember(SUBSYSTEM, "one", soon());
        store.remember(SUBSYSTEM, "two", soon());
        store.remember(SUBSYSTEM, "two", soon());

        var found = store.list(SUBSYSTEM, soon());
        assertThat(found.files()).extracting(StoredFile::name).containsExactly(BUNDLE.fileName());
        assertThat(found.verdicts()).containsExactlyInAnyOrder("one", "two");
        assertThat(folder().resolve(".verified/two")).isEmptyFile();
    }

    @Test
    void forgets_verdicts_and_no_others() {
        for (var name : List.of("one", "two", "three")) {
            store.remember(SUBSYSTEM, name, soon());
        }

        store.forget(SUBSYSTEM, List.of("one", "absent", "three"), soon());

        assertThat(store.list(SUBSYSTEM, soon()).verdicts()).containsExactly("two");
    }

    @Test
    void lists_regular_files_alone_among_the_verdicts() throws IOException {
        var verified = Files.createDirectories(folder().resolve(".verified"));
        Files.createDirectory(verified.resolve("folder"));
        Files.createSymbolicLink(verified.resolve("link"), Path.of("/etc/hostname"));
        for (int i = 0; i < 1000; i++) {
            Files.createFile(verified.resolve("verdict-" + i));
        }

        assertThat(store.list(SUBSYSTEM, soon()).verdicts())
                .hasSize(1000)
                .contains("verdict-13")
                .doesNotHaveDuplicates();
    }

    @Test
    void lists_bundles_although_a_file_lies_where_the_verdicts_should_be() throws IOException {
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
        Files.writeString(folder().resolve(".verified"), "no folder");

        var found = store.list(SUBSYSTEM, soon());
        assertThat(found.files()).extracting(StoredFile::name).contains(BUNDLE.fileName());
        assertThat(found.verdicts()).isEmpty();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.remember(SUBSYSTEM, "one", soon()))
                .withMessageContaining(".verified")
                .withMessageContaining("must be a folder")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    @Test
    void deletes_a_bundle_and_nothing_else() throws IOException {
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
        store.remember(SUBSYSTEM, "one", soon());
        Files.write(folder().resolve("file"), content(10));

        store.delete(SUBSYSTEM, BUNDLE, soon());

        var found = store.list(SUBSYSTEM, soon());
        assertThat(found.files()).extracting(StoredFile::name).containsExactly("file");
        assertThat(found.verdicts()).containsExactly("one");
    }

    @Test
    void deletes_nothing_that_is_gone_already() {
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
        store.delete(SUBSYSTEM, BUNDLE, soon());

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.delete(SUBSYSTEM, BUNDLE, soon()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_NOT_FOUND));
    }

    @Test
    void deletes_a_link_and_not_what_it_leads_to() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve("file"), content(10));
        Files.createSymbolicLink(folder().resolve(BUNDLE.fileName()), Path.of("file"));

        store.delete(SUBSYSTEM, BUNDLE, soon());

        assertThat(folder().resolve("file")).hasBinaryContent(content(10));
        assertThat(folder().resolve(BUNDLE.fileName())).doesNotExist();
    }

    private byte[] read(String name) throws IOException {
        try (var input = store.open(SUBSYSTEM, name, soon())) {
            return input.readAllBytes();
        }
    }

    private Path folder() {
        return server.root().resolve("test-dc1/apic/management");
    }
}
