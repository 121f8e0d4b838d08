package org.apicdr.backup;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.subsystem.ComponentSnapshot;

/** Parses the database backups of a subsystem. */
final class DatabaseBackupParser {

    static final String FULL = "full";
    static final String INCREMENTAL = "incr";

    private static final String CRUNCHY_SUFFIX = "-postgres";

    private static final Comparator<DatabaseBackup> NEWEST_FIRST = Comparator.comparing(
                    (DatabaseBackup backup) -> backup.taken().at())
            .thenComparing(DatabaseBackup::id)
            .reversed();

    private DatabaseBackupParser() {}

    static List<DatabaseBackup> of(ComponentSnapshot management, BackupFileIndex fileIndex, BackupIdTimeZone zone) {
        var seen = BackupCustomResource.all(management.backups());
        var found = usesEdb(management, seen)
                ? EdbBackupParser.of(seen, management.databaseCluster(), fileIndex, zone)
                : CrunchyBackupParser.of(seen, management.databaseCluster(), fileIndex, zone);
        return found.stream().sorted(NEWEST_FIRST).toList();
    }

    /** Returns the samples from which the zone of the ids is inferred. */
    static List<BackupIdTimeZone.Sample> samples(ComponentSnapshot management) {
        return BackupCustomResource.all(management.backups()).stream()
                .flatMap(backup ->
                        (backup.isEdb() ? EdbBackupParser.sample(backup) : CrunchyBackupParser.sample(backup)).stream())
                .toList();
    }

    /** Merges resources of the same backup and keeps the most informative one. */
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
     * A backup as described by one resource, before its file is checked.
     *
     * @param seen the resource
     */
    record ParsedBackup(BackupCustomResource seen, DatabaseBackup backup) {

        static ParsedBackup of(
                BackupCustomResource seen, String kind, String id, String type, BackupTimestamp backupTimestamp) {
            var restoreId = id.isEmpty() ? seen.name() : id;
            var issues = seen.phaseIssue().stream().toList();
            return new ParsedBackup(
                    seen,
                    new DatabaseBackup(kind, seen.name(), restoreId, type, backupTimestamp, seen.phase(), issues));
        }

        /** Returns whether the backup succeeded, so that its file must exist. */
        boolean succeeded() {
            return backup.phase() == BackupPhase.SUCCEEDED;
        }
    }
}
