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
final class PortalSets {

    /** What was taken in one go was begun within this time. */
    static final Duration ONE_GO = Duration.ofMinutes(60);

    private final List<PortalSet> anchored = new ArrayList<>();
    private final List<PortalSet> loose = new ArrayList<>();

    private PortalSets() {}

    static List<PortalSet> of(Collection<PortalItem> items) {
        var sets = new PortalSets();
        var sorted = items.stream().sorted(PortalItem.OLDEST_FIRST).toList();
        sorted.stream().filter(PortalItem::ordersSet).map(PortalSet::around).forEach(sets.anchored::add);
        sets.addSystems(sorted.stream().filter(PortalItem::isSystemFile).toList());
        sorted.stream()
                .filter(item -> !item.ordersSet() && !item.isSystemFile())
                .forEach(sets::addSite);
        var all = new ArrayList<>(sets.anchored);
        all.addAll(sets.loose);
        all.sort(Comparator.comparing(PortalSet::first, PortalItem.OLDEST_FIRST));
        return all;
    }

    /** An order leads to one backup of the system; the nearest pairs are found first. */
    private void addSystems(List<PortalItem> systems) {
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
        left.stream().map(PortalSet::around).forEach(anchored::add);
    }

    private void addSite(PortalItem site) {
        nearest(anchored, site)
                .or(() -> nearest(loose, site))
                .ifPresentOrElse(set -> set.others().add(site), () -> loose.add(PortalSet.around(site)));
    }

    private static Optional<PortalSet> nearest(List<PortalSet> sets, PortalItem item) {
        return sets.stream()
                .filter(set -> inOneGo(set, item))
                .min(Comparator.comparing(set -> set.first().gap(item)));
    }

    private static boolean inOneGo(PortalSet set, PortalItem item) {
        return set.first().gap(item).compareTo(ONE_GO) <= 0;
    }

    private record Pair(PortalSet order, PortalItem system) {

        Duration gap() {
            return order.first().gap(system);
        }
    }
}
