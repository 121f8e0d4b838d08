package org.apicdr.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells which parts of a portal's backups were taken in one go. A set forms around an order to take all or the system, and
 * around each backup of the system that no order led to; sites go to what is nearest to them.
 */
final class PortalBackupGrouper {

    /** What was taken in one go was begun within this time. */
    static final Duration ONE_GO = Duration.ofMinutes(60);

    private final List<PortalBackupSet> anchored = new ArrayList<>();
    private final List<PortalBackupSet> loose = new ArrayList<>();

    private PortalBackupGrouper() {}

    static List<PortalBackupSet> of(Collection<PortalBackupPart> items) {
        var sets = new PortalBackupGrouper();
        var sorted = items.stream().sorted(PortalBackupPart.OLDEST_FIRST).toList();
        sorted.stream()
                .filter(PortalBackupPart::ordersSet)
                .map(PortalBackupSet::around)
                .forEach(sets.anchored::add);
        sets.addSystems(sorted.stream().filter(PortalBackupPart::isSystemFile).toList());
        sorted.stream()
                .filter(item -> !item.ordersSet() && !item.isSystemFile())
                .forEach(sets::addSite);
        var all = new ArrayList<>(sets.anchored);
        all.addAll(sets.loose);
        all.sort(Comparator.comparing(PortalBackupSet::first, PortalBackupPart.OLDEST_FIRST));
        return all;
    }

    /** An order leads to one backup of the system; the nearest pairs are found first. */
    private void addSystems(List<PortalBackupPart> systems) {
        var left = new ArrayList<>(systems);
        var orders = List.copyOf(anchored);
        var pairs = new ArrayList<Pair>();
        for (var order : orders) {
            systems.stream()
                    .filter(system -> inOneGo(order, system))
                    .forEach(system -> pairs.add(new Pair(order, system)));
        }
        pairs.sort(Comparator.comparing(Pair::gap));
        for (var pair : pairs) {
            if (!pair.order().hasSystem() && left.remove(pair.system())) {
                pair.order().others().add(pair.system());
            }
        }
        left.stream().map(PortalBackupSet::around).forEach(anchored::add);
    }

    private void addSite(PortalBackupPart site) {
        nearest(anchored, site)
                .or(() -> nearest(loose, site))
                .ifPresentOrElse(set -> set.others().add(site), () -> loose.add(PortalBackupSet.around(site)));
    }

    private static Optional<PortalBackupSet> nearest(List<PortalBackupSet> sets, PortalBackupPart item) {
        return sets.stream()
                .filter(set -> inOneGo(set, item))
                .min(Comparator.comparing(set -> set.first().gap(item)));
    }

    private static boolean inOneGo(PortalBackupSet set, PortalBackupPart item) {
        return set.first().gap(item).compareTo(ONE_GO) <= 0;
    }

    private record Pair(PortalBackupSet order, PortalBackupPart system) {

        Duration gap() {
            return order.first().gap(system);
        }
    }
}
