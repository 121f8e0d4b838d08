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

    static List<DatabaseBackup> parse(
            List<BackupCustomResource> resources,
            String databaseCluster,
            BackupFileIndex fileIndex,
            BackupIdTimeZone zone) {
        var parsedBackups = resources.stream().flatMap(backup -> parse(backup, zone).stream());
        return DatabaseBackupParser.merge(parsedBackups).stream()
                .map(parsed ->
                        parsed.succeeded() ? withFolderIssue(parsed, databaseCluster, fileIndex) : parsed.backup())
                .toList();
    }

    static Optional<BackupIdTimeZone.Sample> sample(BackupCustomResource backup) {
        return backup.instant(STARTED)
                .flatMap(truth ->
                        BackupTimestamp.parseId(backup.text(ID)).map(id -> new BackupIdTimeZone.Sample(id, truth)));
    }

    private static Optional<ParsedBackup> parse(BackupCustomResource backup, BackupIdTimeZone zone) {
        var id = backup.text(ID);
        return backup.instant(STARTED)
                .map(BackupTimestamp::known)
                .or(() -> BackupTimestamp.parseId(id).map(zone::taken))
                .or(() -> backup.createdAt().map(BackupTimestamp::known))
                .map(taken -> ParsedBackup.of(backup, "Backup", id, DatabaseBackupParser.FULL, taken));
    }

    private static DatabaseBackup withFolderIssue(
            ParsedBackup parsed, String databaseCluster, BackupFileIndex fileIndex) {
        if (parsed.resource().text(ID).isEmpty()) {
            return parsed.backup().withIssue("it has no backupId, which a restore requires");
        }
        var server = parsed.resource().text(SERVER);
        return Optional.of(server)
                .filter(name -> !name.isEmpty())
                .flatMap(name -> fileIndex.folderIssue(name, databaseCluster))
                .map(parsed.backup()::withIssue)
                .orElse(parsed.backup());
    }
}
