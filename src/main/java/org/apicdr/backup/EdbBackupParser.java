package org.apicdr.backup;

import java.util.List;
import java.util.Optional;
import org.apicdr.backup.DatabaseBackupParser.ParsedBackup;

/** Parses the backups of the EDB operator. Each is a full backup, in a folder shared by all backups of a database server. */
final class EdbBackupParser {

    private static final String ID = "/status/backupId";
    private static final String STARTED = "/status/startedAt";
    private static final String SERVER = "/status/serverName";

    private EdbBackupParser() {}

    static List<DatabaseBackup> of(
            List<BackupCustomResource> seen, String databaseCluster, BackupFileIndex fileIndex, BackupIdTimeZone zone) {
        var drafts = seen.stream().flatMap(backup -> draft(backup, zone).stream());
        return DatabaseBackupParser.merged(drafts).stream()
                .map(parsedBackup -> parsedBackup.succeeded()
                        ? withFolderIssue(parsedBackup, databaseCluster, fileIndex)
                        : parsedBackup.backup())
                .toList();
    }

    static Optional<BackupIdTimeZone.Sample> sample(BackupCustomResource backup) {
        return backup.instant(STARTED)
                .flatMap(truth ->
                        BackupTimestamp.parseId(backup.text(ID)).map(id -> new BackupIdTimeZone.Sample(id, truth)));
    }

    private static Optional<ParsedBackup> draft(BackupCustomResource backup, BackupIdTimeZone zone) {
        var id = backup.text(ID);
        return backup.instant(STARTED)
                .map(BackupTimestamp::known)
                .or(() -> BackupTimestamp.parseId(id).map(zone::taken))
                .or(() -> backup.createdAt().map(BackupTimestamp::known))
                .map(backupTimestamp ->
                        ParsedBackup.of(backup, "Backup", id, DatabaseBackupParser.FULL, backupTimestamp));
    }

    private static DatabaseBackup withFolderIssue(
            ParsedBackup parsedBackup, String databaseCluster, BackupFileIndex fileIndex) {
        if (parsedBackup.seen().text(ID).isEmpty()) {
            return parsedBackup.backup().withIssue("it has no backupId, which a restore requires");
        }
        var server = parsedBackup.seen().text(SERVER);
        return Optional.of(server)
                .filter(name -> !name.isEmpty())
                .flatMap(name -> fileIndex.folderIssue(name, databaseCluster))
                .map(parsedBackup.backup()::withIssue)
                .orElse(parsedBackup.backup());
    }
}
