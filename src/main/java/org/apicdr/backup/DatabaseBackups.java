package org.apicdr.backup;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.subsystem.ComponentSnapshot;

/** Makes a list of a subsystem's database backups. */
final class DatabaseBackups {

    static final String FULL = "full";
    static final String INCREMENTAL = "incr";

    private static final String CRUNCHY_SUFFIX = "-postgres";

    private static final Comparator<DatabaseBackup> NEWEST_FIRST = Comparator.comparing(
                    (DatabaseBackup backup) -> backup.taken().at())
            .thenComparing(DatabaseBackup::id)
            .reversed();

    private DatabaseBackups() {}

    static List<DatabaseBackup> of(ComponentSnapshot management, Shelf shelf, IdZone zone) {
        var seen = SeenBackup.all(management.backups());
        var found = usesEdb(management, seen)
                ? EdbBackups.of(seen, management.databaseCluster(), shelf, zone)
                : CrunchyBackups.of(seen, management.databaseCluster(), shelf, zone);
        return found.stream().sorted(NEWEST_FIRST).toList();
    }

    /** What the zone of the ids is learnt from. */
    static List<IdZone.Clue> clues(ComponentSnapshot management) {
        return SeenBackup.all(management.backups()).stream()
                .flatMap(backup -> (backup.isEdb() ? EdbBackups.clue(backup) : CrunchyBackups.clue(backup)).stream())
                .toList();
    }

    /** The same backup may have two resources, of which the one that knows more is believed. */
    static Collection<Draft> merged(Stream<Draft> drafts) {
        var best = Comparator.comparing((Draft draft) -> draft.backup().phase() == Phase.SUCCEEDED)
                .thenComparing(draft -> draft.backup().taken().certain())
                .thenComparing(draft -> !draft.seen().recorded());
        var byId = new LinkedHashMap<String, Draft>();
        drafts.forEach(draft ->
                byId.merge(draft.backup().id(), draft, (one, other) -> best.compare(one, other) >= 0 ? one : other));
        return byId.values();
    }

    private static boolean usesEdb(ComponentSnapshot management, List<SeenBackup> seen) {
        return seen.isEmpty()
                ? !management.databaseCluster().endsWith(CRUNCHY_SUFFIX)
                : seen.stream().allMatch(SeenBackup::isEdb);
    }

    /**
     * A backup as one resource tells of it, before anybody looked at its file.
     *
     * @param seen the resource
     */
    record Draft(SeenBackup seen, DatabaseBackup backup) {

        static Draft of(SeenBackup seen, String kind, String id, String type, Taken taken) {
            var told = id.isEmpty() ? seen.name() : id;
            var against = seen.trouble().stream().toList();
            return new Draft(seen, new DatabaseBackup(kind, seen.name(), told, type, taken, seen.phase(), against));
        }

        /** Whether a look at its file tells anything. */
        boolean succeeded() {
            return backup.phase() == Phase.SUCCEEDED;
        }
    }
}
