package org.apicdr.backup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses the parts of a portal's backups from its resources and files. */
final class PortalBackupPartParser {

    private static final String FILE = "/status/fullBackupName";

    /** The vendor's scripts use this name for all sites. */
    private static final String EVERY_SITE = "installed";

    private final BackupFileIndex backupFileIndex;
    private final BackupIdTimeZone zone;

    private PortalBackupPartParser(BackupFileIndex backupFileIndex, BackupIdTimeZone zone) {
        this.backupFileIndex = backupFileIndex;
        this.zone = zone;
    }

    static List<PortalBackupPart> of(
            List<BackupCustomResource> seen, BackupFileIndex backupFileIndex, BackupIdTimeZone zone) {
        var items = new PortalBackupPartParser(backupFileIndex, zone);
        var found = new ArrayList<PortalBackupPart>();
        var files = new HashSet<String>();
        for (var backup : seen) {
            items.item(backup).ifPresent(item -> {
                found.add(item);
                files.add(backup.text(FILE));
            });
        }
        found.addAll(items.files(files));
        return found;
    }

    /** Returns the part; empty if its start time is unknown. */
    private Optional<PortalBackupPart> item(BackupCustomResource backup) {
        var file = PortalBackupFileName.parse(backup.text(FILE));
        var id = Optional.of(backup.text("/status/backupId"))
                .filter(text -> BackupIdTimestamp.of(text).isPresent())
                .or(() -> file.map(PortalBackupFileName::id));
        var dated = id.flatMap(BackupIdTimestamp::of).map(zone::taken);
        var taken = backup.recorded()
                ? dated
                : backup.createdAt().map(BackupTimestamp::known).or(() -> dated);
        return taken.map(time -> new PortalBackupPart(
                part(backup, file),
                !backup.recorded(),
                backup.name(),
                id.orElse(""),
                file.map(PortalBackupFileName::site).orElseGet(() -> site(backup)),
                time,
                backup.phase(),
                backup.phaseIssue().or(() -> fileIssue(backup.text(FILE))).stream()
                        .toList()));
    }

    private static PortalBackupPart.Part part(BackupCustomResource backup, Optional<PortalBackupFileName> file) {
        return switch (backup.text("/spec/type")) {
            case "all" -> PortalBackupPart.Part.ALL;
            case "system" -> PortalBackupPart.Part.SYSTEM;
            case "site" -> PortalBackupPart.Part.SITE;
            default -> file.map(PortalBackupPartParser::part).orElse(PortalBackupPart.Part.SITE);
        };
    }

    private static PortalBackupPart.Part part(PortalBackupFileName file) {
        return file.site().isEmpty() ? PortalBackupPart.Part.SYSTEM : PortalBackupPart.Part.SITE;
    }

    private static String site(BackupCustomResource backup) {
        var site = backup.text("/spec/siteName");
        return site.equals(EVERY_SITE) ? "" : site.replace('/', '@');
    }

    private Optional<String> fileIssue(String file) {
        return file.isBlank() ? Optional.empty() : backupFileIndex.fileIssue(file, file);
    }

    private List<PortalBackupPart> files(Set<String> known) {
        var found = new ArrayList<PortalBackupPart>();
        for (var entry : backupFileIndex.entries()) {
            if (!entry.folder() && !known.contains(entry.path())) {
                PortalBackupFileName.parse(entry.path()).ifPresent(file -> found.add(file(file, entry.path())));
            }
        }
        return found;
    }

    private PortalBackupPart file(PortalBackupFileName file, String path) {
        var backupTimestamp = BackupIdTimestamp.of(file.id()).map(zone::taken).orElseThrow();
        var issues = fileIssue(path).stream().toList();
        return new PortalBackupPart(
                part(file), false, "", file.id(), file.site(), backupTimestamp, BackupPhase.FOUND, issues);
    }

    /**
     * The file name of a portal backup. For a site it is {@code <host>@<org>@<catalog>-YYYYMMDD.HHMMSS.tar.gz}. For the system the
     * prefix differs and is not documented.
     *
     * @param site the site; empty for the system
     * @param id {@code YYYYMMDD.HHMMSS}
     */
    record PortalBackupFileName(String site, String id) {

        private static final Pattern PATTERN = Pattern.compile("(.*?)[-_]?([0-9]{8}\\.[0-9]{6})\\.tar\\.gz");

        private static final Pattern SITE = Pattern.compile("[^@]+@[^@]+@[^@]+");

        /** Parses a file name; empty if it is not the name of a backup. */
        static Optional<PortalBackupFileName> parse(String name) {
            var matcher = PATTERN.matcher(name);
            if (!matcher.matches() || BackupIdTimestamp.of(matcher.group(2)).isEmpty()) {
                return Optional.empty();
            }
            var site = SITE.matcher(matcher.group(1)).matches() ? matcher.group(1) : "";
            return Optional.of(new PortalBackupFileName(site, matcher.group(2)));
        }
    }
}
