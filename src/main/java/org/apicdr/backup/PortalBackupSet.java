package org.apicdr.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of a portal's backup that were taken together.
 *
 * @param first the part that started the set: a request for everything, a system backup, else the first site
 * @param others the other parts; grows while sets are formed
 */
record PortalBackupSet(PortalBackupPart first, List<PortalBackupPart> others) {

    static PortalBackupSet around(PortalBackupPart first) {
        return new PortalBackupSet(first, new ArrayList<>());
    }

    boolean anchored() {
        return first.part() != PortalBackupPart.Part.SITE;
    }

    /** Returns whether the set has a system backup; a request for one does not count. */
    boolean hasSystem() {
        return items().anyMatch(PortalBackupPart::isSystemFile);
    }

    BackupTimestamp taken() {
        return first.taken();
    }

    /** Returns whether the sites of the set are known; a request alone does not name them. */
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

    /** Returns the id for a restore: the id of the system backup, else of the first site, else the name. */
    String id() {
        return items().sorted(Comparator.comparing(PortalBackupPart::part).thenComparing(PortalBackupPart.OLDEST_FIRST))
                .map(PortalBackupPart::id)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElseGet(this::name);
    }

    /** Returns the phase of the request if there is one, else the worst phase of the parts. */
    BackupPhase phase() {
        if (first.requestsSet()) {
            return first.phase();
        }
        return Stream.of(BackupPhase.FAILED, BackupPhase.RUNNING, BackupPhase.SUCCEEDED)
                .filter(backupPhase -> relevantItems().anyMatch(item -> item.phase() == backupPhase))
                .findFirst()
                .orElse(BackupPhase.FOUND);
    }

    /** Returns the issues of the parts. */
    List<String> issues() {
        var issues = new ArrayList<String>();
        if (!anchored()) {
            issues.add("no system backup was taken with it");
        }
        relevantItems().flatMap(item -> issues(item).stream()).forEach(issues::add);
        return issues;
    }

    private List<String> issues(PortalBackupPart item) {
        var name = item.site().isEmpty() ? "a site" : "the site " + item.site();
        return item.equals(first) || item.succeeded()
                ? item.issues()
                : item.issues().stream()
                        .map(issue -> "of %s: %s"
                                .formatted(item.part() == PortalBackupPart.Part.SITE ? name : "the system", issue))
                        .toList();
    }

    /** Returns the parts without failures that were followed by a successful retry. */
    private Stream<PortalBackupPart> relevantItems() {
        return items().filter(item -> item.equals(first) || item.succeeded() || !hasRetry(item));
    }

    private boolean hasRetry(PortalBackupPart failed) {
        return items().anyMatch(item ->
                item.succeeded() && item.part() == failed.part() && item.site().equals(failed.site()));
    }
}
