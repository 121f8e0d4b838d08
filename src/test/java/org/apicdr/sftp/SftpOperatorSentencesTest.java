package org.apicdr.sftp;

import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_OP_UNSUPPORTED;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_QUOTA_EXCEEDED;
import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.rest.CapturedLog;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator reads where the store's server is not as it should be. */
@Tag("store")
class SftpOperatorSentencesTest {

    private static final String FOLDER = "test-dc1/apic/management";

    @Test
    void the_disk_is_full() throws IOException {
        try (var disk = SmallDisk.start()) {
            Files.createDirectories(disk.server().root().resolve(FOLDER).resolve(".incoming"));

            assertThat(sentence(disk.server().properties()))
                    .contains("refused to write")
                    .contains("the disk or the quota of the user "
                            + disk.server().user() + " may be full; free space on the server");

            assertThat(disk.server().root().resolve(FOLDER)).isDirectoryNotContaining("glob:**.tar");
            assertThat(disk.server().root().resolve(FOLDER + "/.incoming")).isEmptyDirectory();
        }
    }

    @Test
    void the_disk_is_full_and_the_server_has_a_status_for_that() {
        assertThat(refused("WRITE", SSH_FX_NO_SPACE_ON_FILESYSTEM))
                .endsWith("the disk is full; free space on the server.");
    }

    @Test
    void the_quota_is_used_up() {
        assertThat(refused("WRITE", SSH_FX_QUOTA_EXCEEDED))
                .endsWith("the quota is used up; raise it or free space on the server.");
    }

    @Test
    void nobody_may_write_on_the_server() throws IOException {
        try (var server = server("-R", new Denying("OPEN"))) {
            Files.createDirectories(server.root().resolve(FOLDER).resolve(".incoming"));

            assertThat(sentence(server.properties()))
                    .contains("refused to create " + server.path() + "/" + FOLDER + "/.incoming/")
                    .endsWith(
                            "permission denied; grant the user %s access to it on the server (the server answered '%s')."
                                    .formatted(server.user(), answer(server)));
        }
    }

    @Test
    void the_account_may_not_write_there() throws IOException {
        try (var server = server("-P mkdir,open", new Denying("OPEN"))) {
            Files.createDirectories(server.root().resolve(FOLDER).resolve(".incoming"));

            assertThat(sentence(server.properties()))
                    .endsWith(
                            "permission denied; grant the user %s access to it on the server (the server answered '%s')."
                                    .formatted(server.user(), answer(server)));
        }
    }

    @Test
    void a_path_that_is_missing_is_not_made() throws IOException {
        try (var server = server("", new Denying("nothing"))) {
            Files.createDirectory(server.root().resolve("bundles"));

            assertThat(sentence(with(server.properties(), "path", server.path() + "/not/there")))
                    .startsWith("The folder %1$s/not/there (apic-dr.sftp.path) does not exist on the SFTP server"
                            .formatted(server.path()))
                    .contains("The folders in %s are: 'bundles'.".formatted(server.path()))
                    .endsWith("mkdir -p %s/not/there".formatted(server.path()));
            assertThat(server.root().resolve("not")).doesNotExist();
        }
    }

    @Test
    void a_site_that_is_missing_is_the_administrators_to_make_where_the_account_may_not() {
        try (var server = server("-P mkdir", new Denying("MKDIR"))) {
            var path = server.path();

            assertThat(sentence(server.properties()))
                    .startsWith("The user %s may not create the folder %s/test-dc1 on the SFTP server"
                            .formatted(server.user(), path))
                    .endsWith("Have its administrator run: mkdir -p %s/.incoming %s/.verified"
                            .formatted(path + "/" + FOLDER, path + "/" + FOLDER));
        }
    }

    @Test
    void the_path_is_a_file() throws IOException {
        try (var server = server("", new Denying("nothing"))) {
            Files.writeString(server.root().resolve("file"), "");
            var path = server.path() + "/file";

            assertThat(sentence(with(server.properties(), "path", path)))
                    .startsWith(path + " on the SFTP server")
                    .endsWith("must be a folder, but is not one. Move it elsewhere or correct apic-dr.sftp.path.");
        }
    }

    @Test
    void the_root_of_the_account_is_closed_to_it() {
        try (var server = MinaSftpServer.start(new HookedSftp(new Denying("MKDIR")))) {
            assertThat(sentence(with(server.properties(), "path", "/")))
                    .startsWith("The user backup may not create the folder /test-dc1 on the SFTP server")
                    .endsWith("mkdir -p /%s/.incoming /%s/.verified".formatted(FOLDER, FOLDER));
        }
    }

    @Test
    void a_server_that_cannot_sync_is_used_and_named_once() {
        try (var server =
                        MinaSftpServer.start(new HookedSftp(new Denying("fsync@openssh.com", SSH_FX_OP_UNSUPPORTED)));
                var log = CapturedLog.start(server.address())) {
            var store = store(server);

            store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
            store.delete(SUBSYSTEM, BUNDLE, soon());
            store.publish(SUBSYSTEM, BUNDLE, content(20), soon());

            assertThat(log.text())
                    .containsOnlyOnce("does not write a file to its disk on request (fsync@openssh.com): a bundle"
                            + " published just before the server loses power may be lost")
                    .containsOnlyOnce("does not write a folder to its disk on request: the name of a bundle published"
                            + " just before the server loses power may be lost. The server answered OP_UNSUPPORTED 'as the"
                            + " test wants it'");
            assertThat(server.root().resolve(FOLDER).resolve(BUNDLE.fileName())).hasBinaryContent(content(20));
        }
    }

    @Test
    void a_server_without_extensions_is_used_and_named_once() {
        try (var server = MinaSftpServer.start(new PlainSftp());
                var log = CapturedLog.start(server.address())) {
            var store = store(server);

            store.publish(SUBSYSTEM, BUNDLE, content(10), soon());
            store.delete(SUBSYSTEM, BUNDLE, soon());
            store.publish(SUBSYSTEM, BUNDLE, content(20), soon());

            assertThat(log.text()).containsOnlyOnce("does not write a file to its disk on request (fsync@openssh.com)");
            assertThat(server.root().resolve(FOLDER).resolve(BUNDLE.fileName())).hasBinaryContent(content(20));
        }
    }

    /** OpenSSH's server where it is installed; else another one that refuses the same. */
    private static SftpPeer server(String options, HookedSftp.Hook hook) {
        return OpenSshServer.installed()
                ? OpenSshServer.start("internal-sftp " + options, List.of("ed25519"))
                : MinaSftpServer.start(new HookedSftp(hook));
    }

    private static String answer(SftpPeer server) {
        return server instanceof OpenSshServer ? "Permission denied" : "as the test wants it";
    }

    private static String refused(String verb, int status) {
        try (var server = MinaSftpServer.start(new HookedSftp(new Denying(verb, status)))) {
            return sentence(server.properties());
        }
    }

    /** Of a publication that leaves nothing behind. */
    private static String sentence(Map<String, String> properties) {
        var store = store(properties);
        var failure = catchThrowableOfType(
                ServiceException.class, () -> store.publish(SUBSYSTEM, BUNDLE, content(200_000), soon()));
        store.close();
        assertThat(failure.details().stored()).isEqualTo(Stored.NO);
        return String.valueOf(failure.getMessage());
    }
}
