package org.apicdr.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apicdr.backup.DatabaseBackups.Draft;

/** The backups that the Crunchy operator knows, and those of which there is only a file. */
final class CrunchyBackups {

    private static final String ID = "/status/id";
    private static final String START = "/status/info/rangeStart";
    private static final String SUFFIX = ".tgz";

    private final String databaseCluster;
    private final Shelf shelf;
    private final IdZone zone;

    private CrunchyBackups(String databaseCluster, Shelf shelf, IdZone zone) {
        this.databaseCluster = databaseCluster;
        this.shelf = shelf;
        this.zone = zone;
    }

    static List<DatabaseBackup> of(List<SeenBackup> seen, String databaseCluster, Shelf shelf, IdZone zone) {
        var crunchy = new CrunchyBackups(databaseCluster, shelf, zone);
        var backups = new ArrayList<DatabaseBackup>();
        var drafts = seen.stream().flatMap(backup -> crunchy.draft(backup).stream());
        for (var draft : DatabaseBackups.merged(drafts)) {
            backups.add(draft.succeeded() ? crunchy.withFile(draft.backup()) : draft.backup());
        }
        var known = backups.stream().map(DatabaseBackup::id).collect(Collectors.toSet());
        backups.addAll(crunchy.files(known));
        return backups.stream().map(backup -> withBase(backup, backups)).toList();
    }

    static Optional<IdZone.Clue> clue(SeenBackup backup) {
        return backup.epochSeconds(START)
                .flatMap(truth -> CrunchyId.parse(backup.text(ID)).map(id -> new IdZone.Clue(id.time(), truth)));
    }

    /** Empty where nothing tells when it was taken. */
    private Optional<Draft> draft(SeenBackup backup) {
        var id = CrunchyId.parse(backup.text(ID));
        boolean full = id.map(CrunchyId::full).orElse(backup.text("/spec/type").equals(DatabaseBackups.FULL));
        return taken(backup, id)
                .map(taken -> Draft.of(
                        backup,
                        "ManagementBackup",
                        id.map(CrunchyId::value).orElse(""),
                        full ? DatabaseBackups.FULL : DatabaseBackups.INCREMENTAL,
                        taken));
    }

    private Optional<Taken> taken(SeenBackup backup, Optional<CrunchyId> id) {
        var created =
                backup.recorded() ? Optional.<Taken>empty() : backup.createdAt().map(Taken::known);
        return backup.epochSeconds(START)
                .map(Taken::known)
                .or(() -> created)
                .or(() -> id.map(known -> zone.taken(known.time())));
    }

    private DatabaseBackup withFile(DatabaseBackup backup) {
        var file = backup.id() + SUFFIX;
        return CrunchyId.parse(backup.id())
                .flatMap(id -> shelf.doubt(file, file, databaseCluster + "/" + file))
                .map(backup::doubted)
                .orElse(backup);
    }

    private List<DatabaseBackup> files(Set<String> known) {
        var ids = new LinkedHashMap<String, CrunchyId>();
        for (var entry : shelf.entries()) {
            id(entry).filter(id -> !known.contains(id.value())).ifPresent(id -> ids.put(id.value(), id));
        }
        return ids.values().stream().map(this::found).map(this::withFile).toList();
    }

    private Optional<CrunchyId> id(BackupFolder.Entry entry) {
        var folder = databaseCluster + "/";
        var name = entry.path().startsWith(folder) ? entry.path().substring(folder.length()) : entry.path();
        return entry.folder() || !name.endsWith(SUFFIX)
                ? Optional.empty()
                : CrunchyId.parse(name.substring(0, name.length() - SUFFIX.length()));
    }

    private DatabaseBackup found(CrunchyId id) {
        var type = id.full() ? DatabaseBackups.FULL : DatabaseBackups.INCREMENTAL;
        return new DatabaseBackup("file", "", id.value(), type, zone.taken(id.time()), Phase.FOUND, List.of());
    }

    /** An incremental backup is worth no more than the full one that it builds on: the last that succeeded before it. */
    private static DatabaseBackup withBase(DatabaseBackup backup, List<DatabaseBackup> all) {
        if (!backup.restorable() || backup.type().equals(DatabaseBackups.FULL)) {
            return backup;
        }
        var named = CrunchyId.parse(backup.id()).flatMap(CrunchyId::base);
        var base = all.stream()
                .filter(full -> full.type().equals(DatabaseBackups.FULL))
                .filter(full -> full.phase() == Phase.SUCCEEDED || full.phase() == Phase.FOUND)
                .filter(full ->
                        named.map(full.id()::equals).orElseGet(() -> time(full).isBefore(time(backup))))
                .max(Comparator.comparing(CrunchyBackups::time));
        if (base.filter(DatabaseBackup::restorable).isPresent()) {
            return backup;
        }
        return backup.doubted(base.map(DatabaseBackup::id)
                .or(() -> named)
                .map("the full backup %s that it builds on cannot be restored"::formatted)
                .orElse("there is no full backup before it that it could build on"));
    }

    /** A time to compare with: ids are all in one zone, whichever that is. */
    private static Instant time(DatabaseBackup backup) {
        return CrunchyId.parse(backup.id())
                .map(CrunchyId::time)
                .orElse(backup.taken().at());
    }
}
