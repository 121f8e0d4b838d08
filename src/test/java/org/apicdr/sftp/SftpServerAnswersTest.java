package org.apicdr.sftp;

import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_FAILURE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_NO_SUCH_FILE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_PERMISSION_DENIED;
import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.StoredFile;
import org.apicdr.bundle.BundleStore.UnreadableFileException;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.rest.CapturedLog;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What unknown, denied, absent and broken mean on servers that answer in other ways than OpenSSH. */
@Tag("store")
class SftpServerAnswersTest {

    private static final String FOLDER = "test-dc1/apic/management";

    private static final BundleId LATER =
            BundleId.of("management", "82b290a2", Instant.parse("2026-11-22T04:00:00Z"), "2f9a3c2b", false);

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "false, false"})
    void a_file_of_unknown_type_with_the_name_of_a_bundle_is_a_bundle(boolean longNames, boolean sizes)
            throws IOException {
        try (var server = MinaSftpServer.start(new UntypedSftp(longNames, sizes));
                var log = CapturedLog.start(server.address())) {
            var store = store(server);
            store.publish(SUBSYSTEM, BUNDLE, content(100_000), soon());
            Files.createDirectory(server.root().resolve("test-dc1/apic/folder"));
            Files.writeString(server.root().resolve("test-dc1/apic/file"), "");
            store.remember(SUBSYSTEM, "verdict", soon());
            store.remember(SUBSYSTEM, "verdict", soon());

            assertThat(store.folders(soon())).containsExactlyInAnyOrder(SUBSYSTEM, new SubsystemRef("apic", "folder"));
            assertThat(store.holding(BUNDLE, soon())).containsExactly(SUBSYSTEM);
            for (int i = 0; i < 2; i++) {
                var found = store.list(SUBSYSTEM, soon());
                assertThat(found.files()).extracting(StoredFile::name).containsExactly(BUNDLE.fileName());
                assertThat(found.files().get(0).sizeBytes()).isEqualTo(sizes ? 100_000 : 0);
                assertThat(found.verdicts()).containsExactly("verdict");
                try (var input = store.open(SUBSYSTEM, BUNDLE.fileName(), soon())) {
                    assertThat(input.readAllBytes()).isEqualTo(content(100_000));
                }
            }
            assertThat(log.text()).containsOnlyOnce("does not tell the types of files");
            store.delete(SUBSYSTEM, BUNDLE, soon());
            assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
            store.close();
        }
    }

    @Test
    void backups_of_unknown_type_are_files_or_folders_that_open() throws IOException {
        try (var server = MinaSftpServer.start(new UntypedSftp(false, true))) {
            Files.createDirectory(server.root().resolve("db-1"));
            Files.write(server.root().resolve("db-1/20240601-030015F.tgz"), content(5));
            Files.write(server.root().resolve("db-file"), content(1));
            Files.write(server.root().resolve("portal.tgz"), content(7));
            var location = BackupFixtures.moved(
                    BackupFixtures.at(server, BackupFixtures.goodPassword()), server.path(), "db-");

            var lister = BackupFixtures.files(
                    Map.of(BackupFixtures.KNOWN_HOSTS, server.knownHosts().toString(), BackupFixtures.TIMEOUT, "1m"));

            assertThat(BackupFixtures.read(lister, location).entries())
                    .containsExactlyInAnyOrder(
                            new BackupFolderListing.Entry("db-1", 0, true),
                            new BackupFolderListing.Entry("db-1/20240601-030015F.tgz", 5, false),
                            new BackupFolderListing.Entry("db-file", 1, false),
                            new BackupFolderListing.Entry("portal.tgz", 7, false));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SSH_FX_PERMISSION_DENIED, SSH_FX_FAILURE})
    void a_server_that_lets_one_file_be_open_serves_everything(int status) throws Exception {
        var files = new FewHandles(1, status);
        try (var server = MinaSftpServer.start(files)) {
            var store = store(server);
            try (var upload = store.begin(SUBSYSTEM, soon())) {
                assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
                upload.publish(BUNDLE, content(100_000));
            }
            store.remember(SUBSYSTEM, "verdict", soon());

            try (var first = store.open(SUBSYSTEM, BUNDLE.fileName(), soon())) {
                assertThat(first.read()).isNotNegative();
                var found = store.list(SUBSYSTEM, soon());
                assertThat(found.files()).extracting(StoredFile::sizeBytes).containsExactly(100_000L);
                assertThat(found.verdicts()).containsExactly("verdict");
                try (var another = store.open(SUBSYSTEM, BUNDLE.fileName(), soon())) {
                    assertThat(another.readAllBytes()).isEqualTo(content(100_000));
                }
            }
            assertThat(store.folders(soon())).containsExactly(SUBSYSTEM);
            assertReadByMany(store);
            try (var upload = store.begin(SUBSYSTEM, soon())) {
                assertThat(store.list(SUBSYSTEM, soon()).files()).hasSize(1);
                try (var read = store.open(SUBSYSTEM, BUNDLE.fileName(), soon())) {
                    assertThat(read.readAllBytes()).isEqualTo(content(100_000));
                }
                upload.publish(LATER, content(10));
            }
            store.close();
        }
        assertThat(files.refused).hasPositiveValue();
    }

    private static void assertReadByMany(SftpBundleStore store) throws Exception {
        var threads = Executors.newFixedThreadPool(16);
        var reads = new ArrayList<Future<byte[]>>();
        for (int i = 0; i < 32; i++) {
            reads.add(threads.submit(() -> {
                try (var input = store.open(SUBSYSTEM, BUNDLE.fileName(), soon())) {
                    return input.readAllBytes();
                }
            }));
        }
        for (var read : reads) {
            assertThat(read.get()).isEqualTo(content(100_000));
        }
        threads.shutdown();
    }

    @ParameterizedTest
    @ValueSource(ints = {SSH_FX_PERMISSION_DENIED, SSH_FX_FAILURE})
    void a_file_that_is_refused_alone_too_cannot_be_read(int status) throws IOException {
        try (var server = MinaSftpServer.start(new HookedSftp(new Denying("OPEN", status)))) {
            Files.write(Files.createDirectories(server.root().resolve(FOLDER)).resolve("file.tar"), content(10));

            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> store(server).open(SUBSYSTEM, "file.tar", soon()))
                    .withCauseInstanceOf(UnreadableFileException.class)
                    .withMessageContaining("'as the test wants it'")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SSH_FX_PERMISSION_DENIED, SSH_FX_FAILURE})
    void what_is_missing_is_absent_whatever_the_server_calls_it(int status) throws IOException {
        try (var server = MinaSftpServer.start(new HidesTheReason(status))) {
            var store = store(server);

            assertThat(store.folders(soon())).isEmpty();
            assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
            assertThat(store.holding(BUNDLE, soon())).isEmpty();
            store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
            store.remember(SUBSYSTEM, "verdict", soon());

            assertThat(store.list(SUBSYSTEM, soon()).verdicts()).containsExactly("verdict");
            assertThat(store.holding(BUNDLE, soon())).containsExactly(SUBSYSTEM);
            store.delete(SUBSYSTEM, BUNDLE, soon());
            assertThat(store.holding(BUNDLE, soon())).isEmpty();
            assertNotFound(() -> store.open(SUBSYSTEM, BUNDLE.fileName(), soon()));
            assertNotFound(() -> store.delete(SUBSYSTEM, BUNDLE, soon()));
            store.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SSH_FX_NO_SUCH_FILE, SSH_FX_PERMISSION_DENIED, SSH_FX_FAILURE})
    void a_path_that_is_missing_is_an_error_that_names_its_neighbours(int status) throws IOException {
        try (var server = MinaSftpServer.start(new HookedSftp(exchange -> {
            if (exchange.request().path().startsWith("/store/bundels")) {
                exchange.refuse(status);
            } else {
                exchange.serve();
            }
        }))) {
            for (int i = 10; i < 30; i++) {
                Files.createDirectory(server.root().resolve("bundles-" + i));
            }
            var store = store(with(server.properties(), "path", "/store/bundels"));

            for (var failure : List.of(
                    failure(() -> store.folders(soon())),
                    failure(() -> store.list(SUBSYSTEM, soon())),
                    failure(() -> store.holding(BUNDLE, soon())),
                    failure(() -> store.publish(SUBSYSTEM, BUNDLE, content(10), soon())))) {
                assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
                assertThat(failure)
                        .hasMessageContaining(
                                "The folder /store/bundels (apic-dr.sftp.path) does not exist on the SFTP")
                        .hasMessageContaining("The folders in /store are: 'bundles-10', 'bundles-11'")
                        .hasMessageContaining("'bundles-19' and 10 more.")
                        .hasMessageNotContaining("bundles-20")
                        .hasMessageEndingWith("mkdir -p /store/bundels");
            }
            assertThat(server.root().resolve("bundels")).doesNotExist();
        }
    }

    @Test
    void a_site_that_is_missing_beside_others_is_named_and_made_by_the_first_capture() throws IOException {
        try (var server = MinaSftpServer.start();
                var log = CapturedLog.start(server.address())) {
            var store = store(server);
            assertThat(store.folders(soon())).isEmpty();
            assertThat(store.siteMissing()).isEmpty();

            Files.createDirectory(server.root().resolve("test-dc-1"));
            for (int i = 0; i < 2; i++) {
                assertThat(store.folders(soon())).isEmpty();
                assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
            }
            var sentence =
                    "/store has no folder for the site 'test-dc1' (apic-dr.site) on the SFTP server 127.0.0.1:%d,"
                            .formatted(server.port());
            assertThat(store.siteMissing())
                    .hasValueSatisfying(
                            text -> assertThat(text).startsWith(sentence).contains("but for: 'test-dc-1'."));
            assertThat(log.text()).containsOnlyOnce(sentence);

            store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
            assertThat(store.folders(soon())).containsExactly(SUBSYSTEM);
            assertThat(store.siteMissing()).isEmpty();
            store.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync@openssh.com", "CLOSE"})
    void a_file_that_is_not_durable_is_not_blamed_on_the_disk(String verb) {
        try (var server = MinaSftpServer.start(new HookedSftp(exchange -> {
            if (exchange.request().is(verb) && exchange.request().path().endsWith(".part")) {
                if (verb.equals("CLOSE")) {
                    exchange.serveMute();
                }
                exchange.refuse(SSH_FX_FAILURE);
            } else {
                exchange.serve();
            }
        }))) {
            var failure = failure(() -> store(server).publish(SUBSYSTEM, BUNDLE, content(10), soon()));

            assertThat(failure.details().stored()).isEqualTo(Stored.NO);
            assertThat(failure)
                    .hasMessageContaining("took the file but could not make it durable: 'as the test wants it' (")
                    .hasMessageNotContaining("quota");
            assertThat(server.root().resolve(FOLDER).resolve(".incoming")).isEmptyDirectory();
            assertThat(server.root().resolve(FOLDER).resolve(BUNDLE.fileName())).doesNotExist();
        }
    }

    @Test
    void a_link_that_no_listing_showed_is_not_opened() throws IOException {
        var opened = new AtomicInteger();
        try (var server = MinaSftpServer.start(new HookedSftp(exchange -> {
            if (exchange.request().is("OPEN") && exchange.request().path().endsWith("link.tar")) {
                opened.incrementAndGet();
            }
            exchange.serve();
        }))) {
            var folder = Files.createDirectories(server.root().resolve(FOLDER));
            Files.createSymbolicLink(folder.resolve("link.tar"), Path.of("/dev/zero"));
            var store = store(server);
            store.list(SUBSYSTEM, soon());

            assertNotFound(() -> store.open(SUBSYSTEM, "link.tar", soon()));

            assertThat(opened).hasValue(0);
            store.close();
        }
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThat(failure(call).code()).isEqualTo(ErrorCode.BUNDLE_NOT_FOUND);
    }

    private static ServiceException failure(ThrowingCallable call) {
        return catchThrowableOfType(ServiceException.class, call);
    }

    /** Answers a request for a missing path with one status, whichever it is. */
    private static final class HidesTheReason extends SftpSubsystemFactory {

        private final int status;

        HidesTheReason(int status) {
            this.status = status;
        }

        @Override
        public Command createSubsystem(ChannelSession channel) throws IOException {
            return new SftpSubsystem(channel, this) {
                @Override
                protected void sendStatus(Buffer buffer, int id, int code, String message, String language)
                        throws IOException {
                    boolean missing = code == SSH_FX_NO_SUCH_FILE;
                    super.sendStatus(buffer, id, missing ? status : code, missing ? "no" : message, language);
                }
            };
        }
    }

    /** Leaves the types out of attributes. */
    private static final class UntypedSftp extends SftpSubsystemFactory {

        private final boolean longNames;
        private final boolean sizes;

        UntypedSftp(boolean longNames, boolean sizes) {
            this.longNames = longNames;
            this.sizes = sizes;
        }

        @Override
        public Command createSubsystem(ChannelSession channel) throws IOException {
            return new SftpSubsystem(channel, this) {
                @Override
                protected String getLongName(Path file, String shortName, Map<String, ?> attributes)
                        throws IOException {
                    return longNames ? super.getLongName(file, shortName, attributes) : shortName;
                }

                @Override
                protected void writeAttrs(Buffer buffer, Map<String, ?> attributes) {
                    if (sizes) {
                        buffer.putUInt(
                                SftpConstants.SSH_FILEXFER_ATTR_SIZE | SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS);
                        boolean folder = Boolean.TRUE.equals(attributes.get("isDirectory"));
                        buffer.putLong(!folder && attributes.get("size") instanceof Number size ? size.longValue() : 0);
                        buffer.putUInt(0666);
                    } else {
                        buffer.putUInt(0);
                    }
                }
            };
        }
    }

    /** Refuses to open more files and folders of a connection than a limit. */
    private static final class FewHandles implements SftpFileSystemAccessor {

        private final int limit;
        private final int status;
        private final Map<Object, AtomicInteger> open = new ConcurrentHashMap<>();
        private final AtomicInteger refused = new AtomicInteger();

        FewHandles(int limit, int status) {
            this.limit = limit;
            this.status = status;
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
            requireFew(subsystem, file);
            var opened =
                    SftpFileSystemAccessor.super.openFile(subsystem, fileHandle, file, handle, options, attributes);
            count(subsystem).incrementAndGet();
            return opened;
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
                SftpSubsystemProxy subsystem, DirectoryHandle handle, Path folder, String name, LinkOption... options)
                throws IOException {
            requireFew(subsystem, folder);
            var opened = SftpFileSystemAccessor.super.openDirectory(subsystem, handle, folder, name, options);
            count(subsystem).incrementAndGet();
            return opened;
        }

        @Override
        public void closeDirectory(
                SftpSubsystemProxy subsystem,
                DirectoryHandle handle,
                Path folder,
                String name,
                DirectoryStream<Path> names)
                throws IOException {
            count(subsystem).decrementAndGet();
            SftpFileSystemAccessor.super.closeDirectory(subsystem, handle, folder, name, names);
        }

        private AtomicInteger count(SftpSubsystemProxy subsystem) {
            return open.computeIfAbsent(subsystem.getServerChannelSession(), channel -> new AtomicInteger());
        }

        private void requireFew(SftpSubsystemProxy subsystem, Path path) throws IOException {
            if (count(subsystem).get() >= limit) {
                refused.incrementAndGet();
                throw status == SSH_FX_PERMISSION_DENIED
                        ? new AccessDeniedException(path.toString(), null, "Maximum concurrent transfers exceeded")
                        : new IOException("Maximum concurrent transfers exceeded");
            }
        }
    }
}
