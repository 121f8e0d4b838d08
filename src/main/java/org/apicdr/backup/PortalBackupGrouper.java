package org.apicdr.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Groups the parts of portal backups that were taken together. Each request for a backup of everything or of the system forms
 * a set, and so does each system backup without such a request. Sites join the set nearest in time.
 */
final class PortalBackupGrouper {

    /** Parts of a set were started within this time. */
    static final Duration MAX_GAP = Duration.ofMinutes(60);

    private final List<PortalBackupSet> anchored = new ArrayList<>();
    private final List<PortalBackupSet> unanchored = new ArrayList<>();

    private PortalBackupGrouper() {}

    static List<PortalBackupSet> of(Collection<PortalBackupPart> items) {
        var sets = new PortalBackupGrouper();
        var sorted = items.stream().sorted(PortalBackupPart.OLDEST_FIRST).toList();
        sorted.stream()
                .filter(PortalBackupPart::requestsSet)
                .map(PortalBackupSet::around)
                .forEach(sets.anchored::add);
        sets.addSystems(sorted.stream().filter(PortalBackupPart::isSystemFile).toList());
        sorted.stream()
                .filter(item -> !item.requestsSet() && !item.isSystemFile())
                .forEach(sets::addSite);
        var all = new ArrayList<>(sets.anchored);
        all.addAll(sets.unanchored);
        all.sort(Comparator.comparing(PortalBackupSet::first, PortalBackupPart.OLDEST_FIRST));
        return all;
    }

    /** Assigns at most one system backup to each request, nearest pairs first. */
    private void addSystems(List<PortalBackupPart> systems) {
        var unassigned = new ArrayList<>(systems);
        var requests = List.copyOf(anchored);
        var pairs = new ArrayList<Pair>();
        for (var request : requests) {
            systems.stream()
                    .filter(system -> withinGap(request, system))
                    .forEach(system -> pairs.add(new Pair(request, system)));
        }
        pairs.sort(Comparator.comparing(Pair::gap));
        for (var pair : pairs) {
            if (!pair.request().hasSystem() && unassigned.remove(pair.system())) {
                pair.request().others().add(pair.system());
            }
        }
        unassigned.stream().map(PortalBackupSet::around).forEach(anchored::add);
    }

    private void addSite(PortalBackupPart site) {
        nearest(anchored, site)
                .or(() -> nearest(unanchored, site))
                .ifPresentOrElse(set -> set.others().add(site), () -> unanchored.add(PortalBackupSet.around(site)));
    }

    private static Optional<PortalBackupSet> nearest(List<PortalBackupSet> sets, PortalBackupPart item) {
        return sets.stream()
                .filter(set -> withinGap(set, item))
                .min(Comparator.comparing(set -> set.first().gap(item)));
    }

    private static boolean withinGap(PortalBackupSet set, PortalBackupPart item) {
        return set.first().gap(item).compareTo(MAX_GAP) <= 0;
    }

    private record Pair(PortalBackupSet request, PortalBackupPart system) {

        Duration gap() {
            return request.first().gap(system);
        }
    }
}
