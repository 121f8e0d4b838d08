package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What the store does for an account that may only add files, or whose connection breaks while it removes one. */
@Tag("store")
class SftpAppendOnlyTest {

    @Test
    @EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
    void remembers_and_says_that_it_may_not_delete_on_openssh() throws IOException {
        try (var server = OpenSshServer.start(OpenSshServer.APPEND_ONLY, List.of("ed25519"))) {
            assertAppendOnly(server);
        }
    }

    @Test
    void remembers_and_says_that_it_may_not_delete_on_mina() throws IOException {
        try (var server = MinaSftpServer.start(new RemovesNothing())) {
            assertAppendOnly(server);
        }
    }

    @Test
    void tells_the_administrator_which_folders_verdicts_need() throws IOException {
        try (var server = MinaSftpServer.start(new RemovesNothing())) {
            Files.createDirectories(folder(server).resolve(".incoming"));

            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> store(server).remember(SUBSYSTEM, "one", soon()))
                    .withMessageStartingWith(
                            "The user backup may not create the folder /store/test-dc1/apic/management/.verified on the")
                    .withMessageEndingWith(
                            "/test-dc1/apic/management/.incoming" + " /store/test-dc1/apic/management/.verified");
        }
    }

    @Test
    void has_deleted_what_is_gone_though_the_answer_was_lost() throws IOException {
        try (var server = MinaSftpServer.start(new LosesTheAnswer())) {
            var store = store(server);
            store.publish(SUBSYSTEM, BUNDLE, content(10), soon());

            store.delete(SUBSYSTEM, BUNDLE, soon());

            assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
        }
    }

    private static void assertAppendOnly(SftpPeer server) throws IOException {
        var store = store(server);
        Files.createDirectories(folder(server).resolve(".incoming"));
        Files.createDirectories(folder(server).resolve(".verified"));
        store.publish(SUBSYSTEM, BUNDLE, content(10), soon());

        store.remember(SUBSYSTEM, "one", soon());
        store.remember(SUBSYSTEM, "two", soon());
        store.forget(SUBSYSTEM, List.of("one", "two"), soon());

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.delete(SUBSYSTEM, BUNDLE, soon()))
                .withMessageContaining("may only add files")
                .withMessageContaining("permissions")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_APPEND_ONLY));
        assertThat(store.list(SUBSYSTEM, soon()).verdicts()).containsExactlyInAnyOrder("one", "two");
        assertThat(store.list(SUBSYSTEM, soon()).files()).hasSize(1);
    }

    private static Path folder(SftpPeer server) {
        return server.root().resolve("test-dc1/apic/management");
    }

    private static final class RemovesNothing implements SftpFileSystemAccessor {

        @Override
        public void createDirectory(SftpSubsystemProxy subsystem, Path folder) throws IOException {
            throw new AccessDeniedException(folder.toString());
        }

        @Override
        public void removeFile(SftpSubsystemProxy subsystem, Path file, boolean folder) throws IOException {
            throw new AccessDeniedException(file.toString());
        }
    }

    /** Breaks the connection once a file is removed. */
    private static final class LosesTheAnswer implements SftpFileSystemAccessor {

        @Override
        public void removeFile(SftpSubsystemProxy subsystem, Path file, boolean folder) throws IOException {
            SftpFileSystemAccessor.super.removeFile(subsystem, file, folder);
            subsystem.getServerChannelSession().getSession().close(true);
        }
    }
}
