package org.apicdr.backup;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * One resource or file of a portal's backups: of its system, of a site, or the order to take all.
 *
 * @param part what it is a backup of
 * @param created whether it is an order to take a backup, which lies in files of other names
 * @param name the name of its resource; empty for a file
 * @param id {@code YYYYMMDD.HHMMSS}; empty where it is not known
 * @param site {@code <host>@<org>@<catalog>}; empty where it is of no site, or of all
 * @param taken when it was begun
 * @param phase how far it has come
 * @param against what speaks against it
 */
record PortalItem(
        Part part,
        boolean created,
        String name,
        String id,
        String site,
        Taken taken,
        Phase phase,
        List<String> against) {

    static final Comparator<PortalItem> OLDEST_FIRST = Comparator.comparing(
                    (PortalItem item) -> item.taken().at())
            .thenComparing(PortalItem::id)
            .thenComparing(PortalItem::name);

    /** What is in it. */
    enum Part {
        ALL,
        SYSTEM,
        SITE
    }

    PortalItem {
        against = List.copyOf(against);
    }

    /** Whether a set of backups forms around it although it may not be alone in that. */
    boolean ordersSet() {
        return part == Part.ALL || (part == Part.SYSTEM && created);
    }

    boolean isSystemFile() {
        return part == Part.SYSTEM && !created;
    }

    boolean succeeded() {
        return phase == Phase.SUCCEEDED || phase == Phase.FOUND;
    }

    Duration gap(PortalItem other) {
        return taken.gap(other.taken);
    }
}
