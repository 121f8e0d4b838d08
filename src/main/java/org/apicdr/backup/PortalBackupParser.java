package org.apicdr.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.subsystem.ComponentSnapshot;

/** Makes a list of a portal's backups. */
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
        var lacking = lacking(sets);
        return sets.stream()
                .map(set -> backups.backup(set, lacking.getOrDefault(set, List.of())))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static Map<PortalBackupSet, List<String>> lacking(List<PortalBackupSet> sets) {
        var comparable = sets.stream().filter(PortalBackupSet::sitesKnown).toList();
        var doubts = new MissingSiteDetector(comparable).doubts();
        var lacking = new IdentityHashMap<PortalBackupSet, List<String>>();
        for (int i = 0; i < comparable.size(); i++) {
            lacking.put(comparable.get(i), doubts.get(i));
        }
        return lacking;
    }

    private PortalBackup backup(PortalBackupSet set, List<String> lacking) {
        var against = new ArrayList<>(set.doubts());
        var backupPhase = set.phase();
        if (backupPhase == BackupPhase.SUCCEEDED || backupPhase == BackupPhase.FOUND) {
            against.addAll(lacking);
        }
        if (backupPhase == BackupPhase.SUCCEEDED
                && set.first().part() == PortalBackupPart.Part.ALL
                && withoutFiles(set)) {
            against.add("no file of that hour is in " + backupFileIndex.place());
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
                against.stream().distinct().toList());
    }

    /** A file whose zone is not known may be of any hour. */
    private boolean withoutFiles(PortalBackupSet set) {
        return backupFileIndex.read()
                && items.stream()
                        .filter(item -> !item.created())
                        .noneMatch(item -> item.gap(set.first())
                                        .minus(item.taken().uncertainty())
                                        .compareTo(PortalBackupGrouper.ONE_GO)
                                <= 0);
    }
}
