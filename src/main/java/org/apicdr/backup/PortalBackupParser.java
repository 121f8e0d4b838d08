package org.apicdr.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apicdr.subsystem.ComponentSnapshot;

/** Parses the backups of a portal from its resources and files. */
final class PortalBackupParser {

    static final Comparator<PortalBackup> NEWEST_FIRST = Comparator.comparing(
                    (PortalBackup backup) -> backup.taken().at())
            .thenComparing(PortalBackup::id)
            .reversed();

    private static final String FILE = "/status/fullBackupName";

    /** The vendor's scripts use this name for all sites. */
    private static final String EVERY_SITE = "installed";

    private final ComponentSnapshot portal;
    private final BackupFileIndex fileIndex;
    private final BackupIdTimeZone zone;

    private PortalBackupParser(ComponentSnapshot portal, BackupFileIndex fileIndex, BackupIdTimeZone zone) {
        this.portal = portal;
        this.fileIndex = fileIndex;
        this.zone = zone;
    }

    /** Returns the backups of a portal, newest first. */
    static List<PortalBackup> parse(ComponentSnapshot portal, BackupFileIndex fileIndex, BackupIdTimeZone zone) {
        return new PortalBackupParser(portal, fileIndex, zone).backups();
    }

    private List<PortalBackup> backups() {
        var parts = parts();
        var sets = PortalBackupSet.group(parts);
        var missingSites = missingSites(sets);
        return sets.stream()
                .map(set -> backup(set, parts, missingSites.getOrDefault(set, List.of())))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static Map<PortalBackupSet, List<String>> missingSites(List<PortalBackupSet> sets) {
        var comparable = sets.stream().filter(PortalBackupSet::sitesKnown).toList();
        var issues = new MissingSiteDetector(comparable).issues();
        var missingSites = new IdentityHashMap<PortalBackupSet, List<String>>();
        for (int i = 0; i < comparable.size(); i++) {
            missingSites.put(comparable.get(i), issues.get(i));
        }
        return missingSites;
    }

    private PortalBackup backup(PortalBackupSet set, List<PortalBackupPart> parts, List<String> missingSites) {
        var issues = new ArrayList<>(set.issues());
        var phase = set.phase();
        if (phase == BackupPhase.SUCCEEDED || phase == BackupPhase.FOUND) {
            issues.addAll(missingSites);
        }
        if (phase == BackupPhase.SUCCEEDED
                && set.first().content() == PortalBackupPart.Content.ALL
                && hasNoFiles(set, parts)) {
            issues.add("no file of that hour is in " + fileIndex.location());
        }
        return new PortalBackup(
                portal.component().namespace(),
                portal.component().name(),
                set.name(),
                set.id(),
                set.taken(),
                phase,
                set.sites(),
                issues.stream().distinct().toList());
    }

    /** Returns whether no file was created near the time of the set. A file in an unknown zone may match any time. */
    private boolean hasNoFiles(PortalBackupSet set, List<PortalBackupPart> parts) {
        return fileIndex.read()
                && parts.stream()
                        .filter(part -> !part.created())
                        .noneMatch(part -> part.gap(set.first())
                                        .minus(part.taken().uncertainty())
                                        .compareTo(PortalBackupSet.MAX_GAP)
                                <= 0);
    }

    /** Returns the parts from the resources, and from the files that no resource names. */
    private List<PortalBackupPart> parts() {
        var parts = new ArrayList<PortalBackupPart>();
        var files = new HashSet<String>();
        for (var backup : BackupCustomResource.all(portal.backups())) {
            part(backup).ifPresent(part -> {
                parts.add(part);
                files.add(backup.text(FILE));
            });
        }
        parts.addAll(filesExcept(files));
        return parts;
    }

    /** Returns the part; empty if its start time is unknown. */
    private Optional<PortalBackupPart> part(BackupCustomResource backup) {
        var file = PortalBackupFileName.parse(backup.text(FILE));
        var id = Optional.of(backup.text("/status/backupId"))
                .filter(text -> BackupTimestamp.parseId(text).isPresent())
                .or(() -> file.map(PortalBackupFileName::id));
        var dated = id.flatMap(BackupTimestamp::parseId).map(zone::taken);
        var taken = backup.recorded()
                ? dated
                : backup.createdAt().map(BackupTimestamp::known).or(() -> dated);
        return taken.map(time -> new PortalBackupPart(
                content(backup, file),
                !backup.recorded(),
                backup.name(),
                id.orElse(""),
                file.map(PortalBackupFileName::site).orElseGet(() -> site(backup)),
                time,
                backup.phase(),
                backup.phaseIssue().or(() -> fileIssue(backup.text(FILE))).stream()
                        .toList()));
    }

    private static PortalBackupPart.Content content(BackupCustomResource backup, Optional<PortalBackupFileName> file) {
        return switch (backup.text("/spec/type")) {
            case "all" -> PortalBackupPart.Content.ALL;
            case "system" -> PortalBackupPart.Content.SYSTEM;
            case "site" -> PortalBackupPart.Content.SITE;
            default -> file.map(PortalBackupFileName::content).orElse(PortalBackupPart.Content.SITE);
        };
    }

    private static String site(BackupCustomResource backup) {
        var site = backup.text("/spec/siteName");
        return site.equals(EVERY_SITE) ? "" : site.replace('/', '@');
    }

    private Optional<String> fileIssue(String file) {
        return file.isBlank() ? Optional.empty() : fileIndex.fileIssue(file, file);
    }

    private List<PortalBackupPart> filesExcept(Set<String> known) {
        var found = new ArrayList<PortalBackupPart>();
        for (var entry : fileIndex.entries()) {
            if (!entry.folder() && !known.contains(entry.path())) {
                PortalBackupFileName.parse(entry.path()).ifPresent(file -> found.add(part(file, entry.path())));
            }
        }
        return found;
    }

    private PortalBackupPart part(PortalBackupFileName file, String path) {
        var taken = BackupTimestamp.parseId(file.id()).map(zone::taken).orElseThrow();
        var issues = fileIssue(path).stream().toList();
        return new PortalBackupPart(
                file.content(), false, "", file.id(), file.site(), taken, BackupPhase.FOUND, issues);
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
            if (!matcher.matches() || BackupTimestamp.parseId(matcher.group(2)).isEmpty()) {
                return Optional.empty();
            }
            var site = SITE.matcher(matcher.group(1)).matches() ? matcher.group(1) : "";
            return Optional.of(new PortalBackupFileName(site, matcher.group(2)));
        }

        PortalBackupPart.Content content() {
            return site.isEmpty() ? PortalBackupPart.Content.SYSTEM : PortalBackupPart.Content.SITE;
        }
    }
}
