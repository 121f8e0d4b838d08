package org.apicdr.backup;

import java.util.List;
import java.util.Optional;
import org.apicdr.backup.DatabaseBackups.Draft;

/** The backups that the EDB operator knows; each is a full one, in a folder that all of one database server share. */
final class EdbBackups {

    private static final String ID = "/status/backupId";
    private static final String STARTED = "/status/startedAt";
    private static final String SERVER = "/status/serverName";

    private EdbBackups() {}

    static List<DatabaseBackup> of(List<SeenBackup> seen, String databaseCluster, Shelf shelf, IdZone zone) {
        var drafts = seen.stream().flatMap(backup -> draft(backup, zone).stream());
        return DatabaseBackups.merged(drafts).stream()
                .map(draft -> draft.succeeded() ? judged(draft, databaseCluster, shelf) : draft.backup())
                .toList();
    }

    static Optional<IdZone.Clue> clue(SeenBackup backup) {
        return backup.instant(STARTED)
                .flatMap(truth -> IdTime.of(backup.text(ID)).map(id -> new IdZone.Clue(id, truth)));
    }

    private static Optional<Draft> draft(SeenBackup backup, IdZone zone) {
        var id = backup.text(ID);
        return backup.instant(STARTED)
                .map(Taken::known)
                .or(() -> IdTime.of(id).map(zone::taken))
                .or(() -> backup.createdAt().map(Taken::known))
                .map(taken -> Draft.of(backup, "Backup", id, DatabaseBackups.FULL, taken));
    }

    private static DatabaseBackup judged(Draft draft, String databaseCluster, Shelf shelf) {
        if (draft.seen().text(ID).isEmpty()) {
            return draft.backup().doubted("it has no backupId, which a restore is told");
        }
        var server = draft.seen().text(SERVER);
        return Optional.of(server)
                .filter(name -> !name.isEmpty())
                .flatMap(name -> shelf.folderDoubt(name, databaseCluster))
                .map(draft.backup()::doubted)
                .orElse(draft.backup());
    }
}
