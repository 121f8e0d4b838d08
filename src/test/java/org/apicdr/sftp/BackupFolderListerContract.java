package org.apicdr.sftp;

import static org.apicdr.sftp.BackupFixtures.at;
import static org.apicdr.sftp.BackupFixtures.failed;
import static org.apicdr.sftp.BackupFixtures.files;
import static org.apicdr.sftp.BackupFixtures.key;
import static org.apicdr.sftp.BackupFixtures.moved;
import static org.apicdr.sftp.BackupFixtures.pinning;
import static org.apicdr.sftp.BackupFixtures.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apicdr.backup.BackupFolderListing.Entry;
import org.apicdr.backup.BackupLocation;
import org.apicdr.testsupport.SftpPeer;
import org.apicdr.testsupport.SshKeygen;
import org.apicdr.testsupport.TemporaryFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a look at backups finds on every server. */
@TestInstance(PER_CLASS)
abstract class BackupFolderListerContract {

    private static final String DATABASE = "management-dc1-db";

    final SftpPeer server = start();
    private final SftpBackupFolderLister files = pinning(server.knownHosts());

    abstract SftpPeer start();

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(folder());
    }

    @AfterEach
    void forgetTheBackups() {
        TemporaryFolder.delete(folder());
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @Test
    void lists_the_files_and_folders_of_the_path() throws IOException {
        write("20240601-030015F.tgz", 5);
        write("a name with ö and 'quotes'", 0);
        write("elsewhere/20240602-030015F.tgz", 7);

        var entries = read(files, location("")).entries();

        assertThat(entries.stream().filter(entry -> !entry.folder()))
                .containsExactlyInAnyOrder(
                        new Entry("20240601-030015F.tgz", 5, false), new Entry("a name with ö and 'quotes'", 0, false));
        assertThat(entries.stream().filter(Entry::folder))
                .extracting(Entry::path)
                .containsExactly("elsewhere");
    }

    @Test
    void looks_into_the_folders_of_the_name_alone_and_one_level_down() throws IOException {
        write(DATABASE + "-1/20240601-030015F.tgz", 5);
        write(DATABASE + "-1/deeper/20240602-030015F.tgz", 5);
        write(DATABASE + "/base", 3);
        write(DATABASE + ".txt", 1);
        write("elsewhere/20240603-030015F.tgz", 7);

        assertThat(read(files, location(DATABASE)).entries())
                .extracting(Entry::path)
                .containsExactlyInAnyOrder(
                        DATABASE + "-1",
                        DATABASE + "-1/20240601-030015F.tgz",
                        DATABASE + "-1/deeper",
                        DATABASE,
                        DATABASE + "/base",
                        DATABASE + ".txt",
                        "elsewhere");
    }

    @Test
    void looks_into_the_fifty_newest_of_many_folders() throws IOException {
        for (int i = 0; i < 60; i++) {
            write("db-%02d/file".formatted(i), 1);
        }

        assertThat(read(files, location("db-")).entries())
                .extracting(Entry::path)
                .filteredOn(path -> path.endsWith("/file"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(10, 60)
                        .mapToObj("db-%02d/file"::formatted)
                        .toList());
    }

    @Test
    void leaves_out_symbolic_links_and_follows_none() throws IOException {
        write("20240601-030015F.tgz", 5);
        Files.createSymbolicLink(folder().resolve("20240602-030015F.tgz"), Path.of("20240601-030015F.tgz"));
        write("elsewhere/20240603-030015F.tgz", 7);
        Files.createSymbolicLink(folder().resolve(DATABASE), Path.of("elsewhere"));
        write(DATABASE + "-1/file", 1);
        Files.createSymbolicLink(folder().resolve(DATABASE + "-1/link"), Path.of("file"));

        assertThat(read(files, location(DATABASE)).entries())
                .extracting(Entry::path)
                .containsExactlyInAnyOrder("20240601-030015F.tgz", "elsewhere", DATABASE + "-1", DATABASE + "-1/file");
    }

    @Test
    void leaves_out_names_with_control_characters() throws IOException {
        write("good", 1);
        write("two\nlines", 1);
        write("red\u001b[31m", 1);
        write("db\t/file", 1);

        assertThat(read(files, location("db")).entries()).containsExactly(new Entry("good", 1, false));
    }

    @Test
    void tells_the_presented_key_and_the_account() {
        var found = read(files, location(""));

        assertThat(found.hostKey()).isEqualTo(SshKeygen.fingerprint(server.knownHosts()));
        assertThat(found.account()).isEqualTo(server.user());
    }

    @Test
    void takes_a_path_with_a_slash_at_its_end() throws IOException {
        write("db/file", 1);

        assertThat(read(files, moved(location(""), path() + "//", "db")).entries())
                .extracting(Entry::path)
                .containsExactlyInAnyOrder("db", "db/file");
    }

    @Test
    void says_that_the_path_is_missing() {
        assertThat(failed(files, moved(location(""), path() + "/gone", "")))
                .isEqualTo(
                        "The backup server 127.0.0.1:%d refused to list %s/gone: it does not exist, or a part of its"
                                + " path is a file. Correct the path in the subsystem's backup settings, or have the folder"
                                + " created on the server.",
                        server.port(), path());
    }

    @Test
    void says_that_the_path_is_a_file() throws IOException {
        write("file", 1);

        assertThat(failed(files, moved(location(""), path() + "/file", "")))
                .startsWith(
                        "The backup server 127.0.0.1:%d refused to list %s/file: ".formatted(server.port(), path()));
    }

    BackupLocation location(String folders) {
        return moved(at(server, key(server)), path(), folders);
    }

    String path() {
        return server.path() + "/backups";
    }

    Path folder() {
        return server.root().resolve("backups");
    }

    void write(String name, int size) throws IOException {
        var file = folder().resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
    }
}
