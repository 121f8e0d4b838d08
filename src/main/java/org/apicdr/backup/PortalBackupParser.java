package org.apicdr.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.subsystem.ComponentSnapshot;

/** Parses the backups of a portal. */
final class PortalBackupParser {

    static final Comparator<PortalBackup> NEWEST_FIRST = Comparator.comparing(
                    (PortalBackup backup) -> backup.taken().at())
            .thenComparing(PortalBackup::id)
            .reversed();

    private final ComponentSnapshot portal;
    private final BackupFileIndex backupFileIndex;
    private final List<PortalBackupPart> items;

    private PortalBackupParser(ComponentSnapshot portal, BackupFileIndex backupFileIndex, BackupIdTimeZone zone) {
        this.portal = portal;
        this.backupFileIndex = backupFileIndex;
        this.items = PortalBackupPartParser.of(BackupCustomResource.all(portal.backups()), backupFileIndex, zone);
    }

    static List<PortalBackup> of(ComponentSnapshot portal, BackupFileIndex backupFileIndex, BackupIdTimeZone zone) {
        var backups = new PortalBackupParser(portal, backupFileIndex, zone);
        var sets = PortalBackupGrouper.of(backups.items);
        var missingSites = missingSites(sets);
        return sets.stream()
                .map(set -> backups.backup(set, missingSites.getOrDefault(set, List.of())))
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

    private PortalBackup backup(PortalBackupSet set, List<String> missingSites) {
        var issues = new ArrayList<>(set.issues());
        var backupPhase = set.phase();
        if (backupPhase == BackupPhase.SUCCEEDED || backupPhase == BackupPhase.FOUND) {
            issues.addAll(missingSites);
        }
        if (backupPhase == BackupPhase.SUCCEEDED
                && set.first().part() == PortalBackupPart.Part.ALL
                && hasNoFiles(set)) {
            issues.add("no file of that hour is in " + backupFileIndex.location());
        }
        var subsystemComponent = portal.component();
        return new PortalBackup(
                subsystemComponent.namespace(),
                subsystemComponent.name(),
                set.name(),
                set.id(),
                set.taken(),
                backupPhase,
                set.sites(),
                issues.stream().distinct().toList());
    }

    /** Returns whether no file was created near the time of the set. A file in an unknown zone may match any time. */
    private boolean hasNoFiles(PortalBackupSet set) {
        return backupFileIndex.read()
                && items.stream()
                        .filter(item -> !item.created())
                        .noneMatch(item -> item.gap(set.first())
                                        .minus(item.taken().uncertainty())
                                        .compareTo(PortalBackupGrouper.MAX_GAP)
                                <= 0);
    }
}
