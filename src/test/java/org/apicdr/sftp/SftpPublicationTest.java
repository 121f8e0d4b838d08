package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a bundle when the server fails while it is published. */
@Tag("store")
class SftpPublicationTest {

    @Test
    void succeeds_where_the_answer_to_the_rename_is_lost_though_it_was_done() {
        try (var server = MinaSftpServer.start(new LosesTheRename(true))) {
            var store = store(server);

            assertThatNoException().isThrownBy(() -> store.publish(SUBSYSTEM, BUNDLE, content(100_000), soon()));

            assertThat(folder(server).resolve(BUNDLE.fileName())).hasBinaryContent(content(100_000));
        }
    }

    @Test
    void renames_again_where_the_connection_broke_before_the_rename() {
        try (var server = MinaSftpServer.start(new LosesTheRename(false))) {
            var store = store(server);

            assertThatNoException().isThrownBy(() -> store.publish(SUBSYSTEM, BUNDLE, content(100_000), soon()));

            assertThat(folder(server).resolve(BUNDLE.fileName())).hasBinaryContent(content(100_000));
            assertThat(folder(server).resolve(".incoming")).isEmptyDirectory();
        }
    }

    @Test
    void looks_twice_as_the_server_may_do_the_rename_after_the_connection_broke() {
        try (var server = MinaSftpServer.start(new HookedSftp(new RenamesLate()))) {
            var store = store(server);

            assertThatNoException().isThrownBy(() -> store.publish(SUBSYSTEM, BUNDLE, content(100_000), soon()));

            assertThat(folder(server).resolve(BUNDLE.fileName())).hasBinaryContent(content(100_000));
        }
    }

    @Test
    void does_not_know_whether_the_bundle_is_stored_where_the_server_is_gone() {
        var files = new StopsAtTheRename();
        try (var server = MinaSftpServer.start(files)) {
            files.server = server;

            var failure = failure(server);

            assertThat(failure.details().stored()).isEqualTo(Stored.UNKNOWN);
            assertThat(failure).hasMessageContaining("It is unknown whether");
        }
    }

    @Test
    void renames_nothing_whose_sync_failed_and_removes_it() {
        try (var server = MinaSftpServer.start(new FailsToSync())) {
            var failure = failure(server);

            assertThat(failure.details().stored()).isEqualTo(Stored.NO);
            assertThat(failure)
                    .hasMessageContaining("took the file but could not make it durable: 'General failure' (fsync of");
            assertThat(folder(server).resolve(BUNDLE.fileName())).doesNotExist();
            assertThat(folder(server).resolve(".incoming")).isEmptyDirectory();
        }
    }

    @Test
    void tells_the_administrator_which_folders_to_make() throws IOException {
        try (var server = MinaSftpServer.start(new MakesNoFolders())) {
            Files.createDirectories(server.root().resolve("test-dc1"));

            var failure = failure(server);

            assertThat(failure.details().stored()).isEqualTo(Stored.NO);
            assertThat(failure)
                    .hasMessageStartingWith("The user backup may not create the folder /store/test-dc1/apic on the")
                    .hasMessageEndingWith(
                            "Have its administrator run: mkdir -p /store/test-dc1/apic/management/.incoming"
                                    + " /store/test-dc1/apic/management/.verified");
        }
    }

    @Test
    void publishes_for_an_account_that_may_neither_make_folders_nor_remove_files() throws IOException {
        try (var server = MinaSftpServer.start(new MakesNoFolders())) {
            Files.createDirectories(folder(server).resolve(".incoming"));

            store(server).publish(SUBSYSTEM, BUNDLE, content(10), soon());

            assertThat(folder(server).resolve(BUNDLE.fileName())).hasBinaryContent(content(10));
        }
    }

    @Test
    void takes_back_what_was_begun_and_came_to_nothing() throws IOException {
        try (var server = MinaSftpServer.start()) {
            Files.createDirectories(folder(server).resolve(".incoming"));

            var upload = store(server).begin(SUBSYSTEM, soon());
            await().untilAsserted(() ->
                    assertThat(folder(server).resolve(".incoming")).isNotEmptyDirectory());
            upload.close();

            await().untilAsserted(() ->
                    assertThat(folder(server).resolve(".incoming")).isEmptyDirectory());
            assertThat(server.sessions()).isEqualTo(1);
        }
    }

    @Test
    void begins_anew_where_the_connection_broke_before_there_was_anything_to_write() {
        try (var server = MinaSftpServer.start()) {
            try (var upload = store(server).begin(SUBSYSTEM, soon())) {
                server.dropConnections();

                upload.publish(BUNDLE, content(100_000));
            }

            assertThat(folder(server).resolve(BUNDLE.fileName())).hasBinaryContent(content(100_000));
        }
    }

    private static ServiceException failure(MinaSftpServer server) {
        return catchThrowableOfType(
                ServiceException.class, () -> store(server).publish(SUBSYSTEM, BUNDLE, content(100_000), soon()));
    }

    private static Path folder(MinaSftpServer server) {
        return server.root().resolve("test-dc1/apic/management");
    }

    /** Breaks the connection at the first rename, after or before doing it. */
    private static final class LosesTheRename implements SftpFileSystemAccessor {

        private final boolean renames;
        private boolean lost;

        LosesTheRename(boolean renames) {
            this.renames = renames;
        }

        @Override
        public void renameFile(SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options)
                throws IOException {
            if (lost || renames) {
                SftpFileSystemAccessor.super.renameFile(subsystem, from, to, options);
            }
            if (!lost) {
                lost = true;
                subsystem.getServerChannelSession().getSession().close(true);
            }
        }
    }

    /** Breaks the connection at the first rename, and does it when the bundle was just looked for in vain. */
    private static final class RenamesLate implements HookedSftp.Hook {

        private volatile @Nullable SftpExchange first;

        @Override
        public void handle(SftpExchange exchange) throws IOException {
            var rename = first;
            if (rename == null && exchange.request().is("RENAME")) {
                first = exchange;
                exchange.drop();
                return;
            }
            exchange.serve();
            if (rename != null && exchange.request().path().endsWith(BUNDLE.fileName())) {
                rename.serveMute();
            }
        }
    }

    /** Is gone before it answers the rename. */
    private static final class StopsAtTheRename implements SftpFileSystemAccessor {

        private volatile @Nullable MinaSftpServer server;

        @Override
        public void renameFile(SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options) {
            var stopping = server;
            if (stopping != null) {
                stopping.stop();
            }
        }
    }

    private static final class FailsToSync implements SftpFileSystemAccessor {

        @Override
        public void syncFileData(
                SftpSubsystemProxy subsystem, FileHandle handle, Path file, String name, Channel channel)
                throws IOException {
            throw new IOException("disk full");
        }
    }

    private static final class MakesNoFolders implements SftpFileSystemAccessor {

        @Override
        public void createDirectory(SftpSubsystemProxy subsystem, Path folder) throws IOException {
            throw new AccessDeniedException(folder.toString());
        }

        @Override
        public void removeFile(SftpSubsystemProxy subsystem, Path file, boolean folder) throws IOException {
            throw new AccessDeniedException(file.toString());
        }
    }
}
