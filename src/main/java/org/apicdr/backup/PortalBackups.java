package org.apicdr.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.subsystem.ComponentSnapshot;

/** Makes a list of a portal's backups. */
final class PortalBackups {

    static final Comparator<PortalBackup> NEWEST_FIRST = Comparator.comparing(
                    (PortalBackup backup) -> backup.taken().at())
            .thenComparing(PortalBackup::id)
            .reversed();

    private final ComponentSnapshot portal;
    private final Shelf shelf;
    private final List<PortalItem> items;

    private PortalBackups(ComponentSnapshot portal, Shelf shelf, IdZone zone) {
        this.portal = portal;
        this.shelf = shelf;
        this.items = PortalItems.of(SeenBackup.all(portal.backups()), shelf, zone);
    }

    static List<PortalBackup> of(ComponentSnapshot portal, Shelf shelf, IdZone zone) {
        var backups = new PortalBackups(portal, shelf, zone);
        var sets = PortalSets.of(backups.items);
        var lacking = lacking(sets);
        return sets.stream()
                .map(set -> backups.backup(set, lacking.getOrDefault(set, List.of())))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static Map<PortalSet, List<String>> lacking(List<PortalSet> sets) {
        var comparable = sets.stream().filter(PortalSet::sitesKnown).toList();
        var doubts = new LackingSites(comparable).doubts();
        var lacking = new IdentityHashMap<PortalSet, List<String>>();
        for (int i = 0; i < comparable.size(); i++) {
            lacking.put(comparable.get(i), doubts.get(i));
        }
        return lacking;
    }

    private PortalBackup backup(PortalSet set, List<String> lacking) {
        var against = new ArrayList<>(set.doubts());
        var phase = set.phase();
        if (phase == Phase.SUCCEEDED || phase == Phase.FOUND) {
            against.addAll(lacking);
        }
        if (phase == Phase.SUCCEEDED && set.first().part() == PortalItem.Part.ALL && withoutFiles(set)) {
            against.add("no file of that hour is in " + shelf.place());
        }
        var component = portal.component();
        return new PortalBackup(
                component.namespace(),
                component.name(),
                set.name(),
                set.id(),
                set.taken(),
                phase,
                set.sites(),
                against.stream().distinct().toList());
    }

    /** A file whose zone is not known may be of any hour. */
    private boolean withoutFiles(PortalSet set) {
        return shelf.read()
                && items.stream()
                        .filter(item -> !item.created())
                        .noneMatch(item -> item.gap(set.first())
                                        .minus(item.taken().uncertainty())
                                        .compareTo(PortalSets.ONE_GO)
                                <= 0);
    }
}
