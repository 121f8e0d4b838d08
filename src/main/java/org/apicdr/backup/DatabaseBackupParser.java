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

    /** Returns the database backups of a subsystem, newest first. */
    static List<DatabaseBackup> parse(ComponentSnapshot management, BackupFileIndex fileIndex, BackupIdTimeZone zone) {
        var resources = BackupCustomResource.all(management.backups());
        var found = usesEdb(management, resources)
                ? EdbBackupParser.parse(resources, management.databaseCluster(), fileIndex, zone)
                : CrunchyBackupParser.parse(resources, management.databaseCluster(), fileIndex, zone);
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
    static Collection<ParsedBackup> merge(Stream<ParsedBackup> parsedBackups) {
        var best = Comparator.comparing((ParsedBackup parsed) -> parsed.backup().phase() == BackupPhase.SUCCEEDED)
                .thenComparing(parsed -> parsed.backup().taken().certain())
                .thenComparing(parsed -> !parsed.resource().recorded());
        var byId = new LinkedHashMap<String, ParsedBackup>();
        parsedBackups.forEach(parsed ->
                byId.merge(parsed.backup().id(), parsed, (one, other) -> best.compare(one, other) >= 0 ? one : other));
        return byId.values();
    }

    private static boolean usesEdb(ComponentSnapshot management, List<BackupCustomResource> resources) {
        return resources.isEmpty()
                ? !management.databaseCluster().endsWith(CRUNCHY_SUFFIX)
                : resources.stream().allMatch(BackupCustomResource::isEdb);
    }

    /**
     * A backup as described by one resource, before its file is checked.
     *
     * @param resource the resource
     */
    record ParsedBackup(BackupCustomResource resource, DatabaseBackup backup) {

        static ParsedBackup of(
                BackupCustomResource resource, String kind, String id, String type, BackupTimestamp taken) {
            var restoreId = id.isEmpty() ? resource.name() : id;
            var issues = resource.phaseIssue().stream().toList();
            return new ParsedBackup(
                    resource,
                    new DatabaseBackup(kind, resource.name(), restoreId, type, taken, resource.phase(), issues));
        }

        /** Returns whether the backup succeeded, so that its file must exist. */
        boolean succeeded() {
            return backup.phase() == BackupPhase.SUCCEEDED;
        }
    }
}
