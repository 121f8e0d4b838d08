package org.apicdr.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of a portal's backup that were taken in one go.
 *
 * @param first what they formed around: an order to take all, a backup of the system, else the first site
 * @param others the rest, which grows while sets are formed
 */
record PortalBackupSet(PortalBackupPart first, List<PortalBackupPart> others) {

    static PortalBackupSet around(PortalBackupPart first) {
        return new PortalBackupSet(first, new ArrayList<>());
    }

    boolean anchored() {
        return first.part() != PortalBackupPart.Part.SITE;
    }

    /** Whether it has a backup of the system, an order to take that aside. */
    boolean hasSystem() {
        return items().anyMatch(PortalBackupPart::isSystemFile);
    }

    BackupTimestamp taken() {
        return first.taken();
    }

    /** Whether it is known which sites are in it; an order alone does not tell. */
    boolean sitesKnown() {
        return anchored() && items().anyMatch(item -> item.part() != PortalBackupPart.Part.ALL);
    }

    List<String> sites() {
        return items().filter(PortalBackupPart::succeeded)
                .map(PortalBackupPart::site)
                .filter(site -> !site.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    Stream<PortalBackupPart> items() {
        return Stream.concat(Stream.of(first), others.stream());
    }

    String name() {
        return items().map(PortalBackupPart::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** What a restore is told: the id of the system's backup, else that of its first site, else its name. */
    String id() {
        return items().sorted(Comparator.comparing(PortalBackupPart::part).thenComparing(PortalBackupPart.OLDEST_FIRST))
                .map(PortalBackupPart::id)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElseGet(this::name);
    }

    /** That of the order, where there is one; else the worst of its parts. */
    BackupPhase phase() {
        if (first.ordersSet()) {
            return first.phase();
        }
        return Stream.of(BackupPhase.FAILED, BackupPhase.RUNNING, BackupPhase.SUCCEEDED)
                .filter(backupPhase -> counting().anyMatch(item -> item.phase() == backupPhase))
                .findFirst()
                .orElse(BackupPhase.FOUND);
    }

    /** What speaks against its parts. */
    List<String> doubts() {
        var doubts = new ArrayList<String>();
        if (!anchored()) {
            doubts.add("no system backup was taken with it");
        }
        counting().flatMap(item -> doubts(item).stream()).forEach(doubts::add);
        return doubts;
    }

    private List<String> doubts(PortalBackupPart item) {
        var name = item.site().isEmpty() ? "a site" : "the site " + item.site();
        return item.equals(first) || item.succeeded()
                ? item.issues()
                : item.issues().stream()
                        .map(doubt -> "of %s: %s"
                                .formatted(item.part() == PortalBackupPart.Part.SITE ? name : "the system", doubt))
                        .toList();
    }

    /** Without the failures of what was then taken again. */
    private Stream<PortalBackupPart> counting() {
        return items().filter(item -> item.equals(first) || item.succeeded() || !takenAgain(item));
    }

    private boolean takenAgain(PortalBackupPart failed) {
        return items().anyMatch(item ->
                item.succeeded() && item.part() == failed.part() && item.site().equals(failed.site()));
    }
}
