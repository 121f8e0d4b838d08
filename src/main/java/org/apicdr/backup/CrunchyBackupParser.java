package org.apicdr.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apicdr.backup.DatabaseBackupParser.ParsedBackup;

/** Parses the backups of the Crunchy operator, including backups of which only a file exists. */
final class CrunchyBackupParser {

    private static final String ID = "/status/id";
    private static final String START = "/status/info/rangeStart";
    private static final String SUFFIX = ".tgz";

    private final String databaseCluster;
    private final BackupFileIndex fileIndex;
    private final BackupIdTimeZone zone;

    private CrunchyBackupParser(String databaseCluster, BackupFileIndex fileIndex, BackupIdTimeZone zone) {
        this.databaseCluster = databaseCluster;
        this.fileIndex = fileIndex;
        this.zone = zone;
    }

    static List<DatabaseBackup> parse(
            List<BackupCustomResource> resources,
            String databaseCluster,
            BackupFileIndex fileIndex,
            BackupIdTimeZone zone) {
        var parser = new CrunchyBackupParser(databaseCluster, fileIndex, zone);
        var backups = new ArrayList<DatabaseBackup>();
        var parsedBackups = resources.stream().flatMap(backup -> parser.parse(backup).stream());
        for (var parsed : DatabaseBackupParser.merge(parsedBackups)) {
            backups.add(parsed.succeeded() ? parser.withFile(parsed.backup()) : parsed.backup());
        }
        var known = backups.stream().map(DatabaseBackup::id).collect(Collectors.toSet());
        backups.addAll(parser.files(known));
        return backups.stream().map(backup -> withBase(backup, backups)).toList();
    }

    static Optional<BackupIdTimeZone.Sample> sample(BackupCustomResource backup) {
        return backup.epochSeconds(START)
                .flatMap(truth -> PgBackRestLabel.parse(backup.text(ID))
                        .map(id -> new BackupIdTimeZone.Sample(id.time(), truth)));
    }

    /** Returns the backup; empty if its start time is unknown. */
    private Optional<ParsedBackup> parse(BackupCustomResource backup) {
        var id = PgBackRestLabel.parse(backup.text(ID));
        boolean full =
                id.map(PgBackRestLabel::full).orElse(backup.text("/spec/type").equals(DatabaseBackupParser.FULL));
        return taken(backup, id)
                .map(taken -> ParsedBackup.of(
                        backup,
                        "ManagementBackup",
                        id.map(PgBackRestLabel::value).orElse(""),
                        full ? DatabaseBackupParser.FULL : DatabaseBackupParser.INCREMENTAL,
                        taken));
    }

    private Optional<BackupTimestamp> taken(BackupCustomResource backup, Optional<PgBackRestLabel> id) {
        var created = backup.recorded()
                ? Optional.<BackupTimestamp>empty()
                : backup.createdAt().map(BackupTimestamp::known);
        return backup.epochSeconds(START)
                .map(BackupTimestamp::known)
                .or(() -> created)
                .or(() -> id.map(known -> zone.taken(known.time())));
    }

    private DatabaseBackup withFile(DatabaseBackup backup) {
        var file = backup.id() + SUFFIX;
        return PgBackRestLabel.parse(backup.id())
                .flatMap(id -> fileIndex.fileIssue(file, file, databaseCluster + "/" + file))
                .map(backup::withIssue)
                .orElse(backup);
    }

    private List<DatabaseBackup> files(Set<String> known) {
        var ids = new LinkedHashMap<String, PgBackRestLabel>();
        for (var entry : fileIndex.entries()) {
            id(entry).filter(id -> !known.contains(id.value())).ifPresent(id -> ids.put(id.value(), id));
        }
        return ids.values().stream().map(this::found).map(this::withFile).toList();
    }

    private Optional<PgBackRestLabel> id(BackupFolderListing.Entry entry) {
        var folder = databaseCluster + "/";
        var name = entry.path().startsWith(folder) ? entry.path().substring(folder.length()) : entry.path();
        return entry.folder() || !name.endsWith(SUFFIX)
                ? Optional.empty()
                : PgBackRestLabel.parse(name.substring(0, name.length() - SUFFIX.length()));
    }

    private DatabaseBackup found(PgBackRestLabel id) {
        var type = id.full() ? DatabaseBackupParser.FULL : DatabaseBackupParser.INCREMENTAL;
        return new DatabaseBackup("file", "", id.value(), type, zone.taken(id.time()), BackupPhase.FOUND, List.of());
    }

    /** An incremental backup is restorable only if its base is: the last full backup that succeeded before it. */
    private static DatabaseBackup withBase(DatabaseBackup backup, List<DatabaseBackup> all) {
        if (!backup.restorable() || backup.type().equals(DatabaseBackupParser.FULL)) {
            return backup;
        }
        var named = PgBackRestLabel.parse(backup.id()).flatMap(PgBackRestLabel::base);
        var base = all.stream()
                .filter(full -> full.type().equals(DatabaseBackupParser.FULL))
                .filter(full -> full.phase() == BackupPhase.SUCCEEDED || full.phase() == BackupPhase.FOUND)
                .filter(full ->
                        named.map(full.id()::equals).orElseGet(() -> time(full).isBefore(time(backup))))
                .max(Comparator.comparing(CrunchyBackupParser::time));
        if (base.filter(DatabaseBackup::restorable).isPresent()) {
            return backup;
        }
        return backup.withIssue(base.map(DatabaseBackup::id)
                .or(() -> named)
                .map("the full backup %s that it builds on cannot be restored"::formatted)
                .orElse("there is no full backup before it that it could build on"));
    }

    /** Returns a time for ordering backups. All ids use the same zone, so their times are comparable. */
    private static Instant time(DatabaseBackup backup) {
        return PgBackRestLabel.parse(backup.id())
                .map(PgBackRestLabel::time)
                .orElse(backup.taken().at());
    }
}
