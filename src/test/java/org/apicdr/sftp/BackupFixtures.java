package org.apicdr.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.backup.BackupFolderListing.Failed;
import org.apicdr.backup.BackupFolderListing.Read;
import org.apicdr.backup.BackupFolderListing.Skipped;
import org.apicdr.backup.BackupLocation;
import org.apicdr.backup.SftpCredentials;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.config.BackupSftpConfig;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpPeer;
import org.apicdr.testsupport.TestConfig;

/** What the tests of the looks at backups share. */
final class BackupFixtures {

    static final String KNOWN_HOSTS = "apic-dr.backup-sftp.known-hosts-file";

    static final String TIMEOUT = "apic-dr.backup-sftp.timeout";

    /** So long that each look ends by its own time. */
    private static final Duration REQUEST = Duration.ofMinutes(3);

    private BackupFixtures() {}

    static BackupSftpConfig config(Map<String, String> properties) {
        return TestConfig.mapping(BackupSftpConfig.class, "", properties);
    }

    static SftpBackupFolderLister files(Map<String, String> properties) {
        return new SftpBackupFolderLister(config(properties), Clock.systemUTC());
    }

    static SftpBackupFolderLister pinning(Path knownHosts) {
        return files(Map.of(KNOWN_HOSTS, knownHosts.toString()));
    }

    static SftpCredentials password(String user, String password) {
        return new SftpCredentials(user, Optional.of(password), Optional.empty());
    }

    static SftpCredentials goodPassword() {
        return password(MinaSftpServer.USER, MinaSftpServer.PASSWORD);
    }

    static SftpCredentials key(String user, Path privateKey) {
        return new SftpCredentials(user, Optional.empty(), Optional.of(text(privateKey)));
    }

    static SftpCredentials key(SftpPeer server) {
        return key(server.user(), server.privateKey());
    }

    static SftpCredentials key(String user, Path privateKey, String passphrase) {
        return new SftpCredentials(user, Optional.of(passphrase), Optional.of(text(privateKey)));
    }

    static BackupLocation at(SftpPeer server, SftpCredentials login) {
        return new BackupLocation(SftpPeer.HOST, server.port(), server.path(), "", login);
    }

    static BackupLocation moved(BackupLocation from, String path, String folders) {
        return new BackupLocation(from.host(), from.port(), path, folders, from.login());
    }

    static Read read(SftpBackupFolderLister files, BackupLocation location) {
        var folder = list(files, location);
        assertThat(folder).isInstanceOf(Read.class);
        return (Read) folder;
    }

    static String skipped(SftpBackupFolderLister files, BackupLocation location) {
        var folder = list(files, location);
        assertThat(folder).isInstanceOf(Skipped.class);
        return ((Skipped) folder).why();
    }

    static String failed(SftpBackupFolderLister files, BackupLocation location) {
        var folder = list(files, location);
        assertThat(folder).isInstanceOf(Failed.class);
        return ((Failed) folder).why();
    }

    /** Whatever comes of it, it tells no secret. */
    private static BackupFolderListing list(SftpBackupFolderLister files, BackupLocation location) {
        var folder = files.list(location, Deadline.in(REQUEST));
        var login = location.login();
        assertThat(folder.toString()).doesNotContain("PRIVATE KEY");
        login.password()
                .filter(password -> !password.isEmpty())
                .ifPresent(password -> assertThat(folder.toString()).doesNotContain(password));
        return folder;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
