package org.apicdr.backup;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.subsystem.ComponentSnapshot;

/** Makes a list of a subsystem's database backups. */
final class DatabaseBackupParser {

    static final String FULL = "full";
    static final String INCREMENTAL = "incr";

    private static final String CRUNCHY_SUFFIX = "-postgres";

    private static final Comparator<DatabaseBackup> NEWEST_FIRST = Comparator.comparing(
                    (DatabaseBackup backup) -> backup.taken().at())
            .thenComparing(DatabaseBackup::id)
            .reversed();

    private DatabaseBackupParser() {}

    static List<DatabaseBackup> of(
            ComponentSnapshot management, BackupFileIndex backupFileIndex, BackupIdTimeZone zone) {
        var seen = BackupCustomResource.all(management.backups());
        var found = usesEdb(management, seen)
                ? EdbBackupParser.of(seen, management.databaseCluster(), backupFileIndex, zone)
                : CrunchyBackupParser.of(seen, management.databaseCluster(), backupFileIndex, zone);
        return found.stream().sorted(NEWEST_FIRST).toList();
    }

    /** What the zone of the ids is learnt from. */
    static List<BackupIdTimeZone.Sample> clues(ComponentSnapshot management) {
        return BackupCustomResource.all(management.backups()).stream()
                .flatMap(backup ->
                        (backup.isEdb() ? EdbBackupParser.clue(backup) : CrunchyBackupParser.clue(backup)).stream())
                .toList();
    }

    /** The same backup may have two resources, of which the one that knows more is believed. */
    static Collection<ParsedBackup> merged(Stream<ParsedBackup> drafts) {
        var best = Comparator.comparing(
                        (ParsedBackup parsedBackup) -> parsedBackup.backup().phase() == BackupPhase.SUCCEEDED)
                .thenComparing(parsedBackup -> parsedBackup.backup().taken().certain())
                .thenComparing(parsedBackup -> !parsedBackup.seen().recorded());
        var byId = new LinkedHashMap<String, ParsedBackup>();
        drafts.forEach(parsedBackup -> byId.merge(
                parsedBackup.backup().id(), parsedBackup, (one, other) -> best.compare(one, other) >= 0 ? one : other));
        return byId.values();
    }

    private static boolean usesEdb(ComponentSnapshot management, List<BackupCustomResource> seen) {
        return seen.isEmpty()
                ? !management.databaseCluster().endsWith(CRUNCHY_SUFFIX)
                : seen.stream().allMatch(BackupCustomResource::isEdb);
    }

    /**
     * A backup as one resource tells of it, before anybody looked at its file.
     *
     * @param seen the resource
     */
    record ParsedBackup(BackupCustomResource seen, DatabaseBackup backup) {

        static ParsedBackup of(
                BackupCustomResource seen, String kind, String id, String type, BackupTimestamp backupTimestamp) {
            var told = id.isEmpty() ? seen.name() : id;
            var against = seen.trouble().stream().toList();
            return new ParsedBackup(
                    seen, new DatabaseBackup(kind, seen.name(), told, type, backupTimestamp, seen.phase(), against));
        }

        /** Whether a look at its file tells anything. */
        boolean succeeded() {
            return backup.phase() == BackupPhase.SUCCEEDED;
        }
    }
}
