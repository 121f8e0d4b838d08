package org.apicdr.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts of a portal's backup that were taken together. Each request for a backup of everything or of the system forms a
 * set, and so does each system backup without such a request. Sites join the set nearest in time.
 *
 * @param first the part that started the set: a request for everything, a system backup, else the first site
 * @param others the other parts; grows while sets are formed
 */
record PortalBackupSet(PortalBackupPart first, List<PortalBackupPart> others) {

    /** Parts of a set were started within this time. */
    static final Duration MAX_GAP = Duration.ofMinutes(60);

    /** Groups parts into sets, sorted oldest first. */
    static List<PortalBackupSet> group(Collection<PortalBackupPart> parts) {
        var sorted = parts.stream().sorted(PortalBackupPart.OLDEST_FIRST).toList();
        var anchored = new ArrayList<PortalBackupSet>();
        sorted.stream()
                .filter(PortalBackupPart::requestsSet)
                .map(PortalBackupSet::startedBy)
                .forEach(anchored::add);
        addSystems(
                anchored, sorted.stream().filter(PortalBackupPart::isSystemFile).toList());
        var unanchored = new ArrayList<PortalBackupSet>();
        for (var part : sorted) {
            if (!part.requestsSet() && !part.isSystemFile()) {
                nearest(anchored, part)
                        .or(() -> nearest(unanchored, part))
                        .ifPresentOrElse(set -> set.others().add(part), () -> unanchored.add(startedBy(part)));
            }
        }
        return Stream.concat(anchored.stream(), unanchored.stream())
                .sorted(Comparator.comparing(PortalBackupSet::first, PortalBackupPart.OLDEST_FIRST))
                .toList();
    }

    /** Assigns at most one system backup to each request, nearest pairs first. The others start sets of their own. */
    private static void addSystems(List<PortalBackupSet> anchored, List<PortalBackupPart> systems) {
        var unassigned = new ArrayList<>(systems);
        var pairs = new ArrayList<Pair>();
        for (var request : anchored) {
            systems.stream().filter(request::withinGap).forEach(system -> pairs.add(new Pair(request, system)));
        }
        pairs.sort(Comparator.comparing(Pair::gap));
        for (var pair : pairs) {
            if (!pair.request().hasSystem() && unassigned.remove(pair.system())) {
                pair.request().others().add(pair.system());
            }
        }
        unassigned.stream().map(PortalBackupSet::startedBy).forEach(anchored::add);
    }

    private static Optional<PortalBackupSet> nearest(List<PortalBackupSet> sets, PortalBackupPart part) {
        return sets.stream()
                .filter(set -> set.withinGap(part))
                .min(Comparator.comparing(set -> set.first().gap(part)));
    }

    private static PortalBackupSet startedBy(PortalBackupPart first) {
        return new PortalBackupSet(first, new ArrayList<>());
    }

    private boolean withinGap(PortalBackupPart part) {
        return first.gap(part).compareTo(MAX_GAP) <= 0;
    }

    private boolean anchored() {
        return first.content() != PortalBackupPart.Content.SITE;
    }

    /** Returns whether the set has a system backup; a request for one does not count. */
    private boolean hasSystem() {
        return parts().anyMatch(PortalBackupPart::isSystemFile);
    }

    BackupTimestamp taken() {
        return first.taken();
    }

    /** Returns whether the sites of the set are known; a request alone does not name them. */
    boolean sitesKnown() {
        return anchored() && parts().anyMatch(part -> part.content() != PortalBackupPart.Content.ALL);
    }

    List<String> sites() {
        return parts().filter(PortalBackupPart::succeeded)
                .map(PortalBackupPart::site)
                .filter(site -> !site.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<PortalBackupPart> parts() {
        return Stream.concat(Stream.of(first), others.stream());
    }

    String name() {
        return parts().map(PortalBackupPart::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Returns the id for a restore: the id of the system backup, else of the first site, else the name. */
    String id() {
        return parts().sorted(
                        Comparator.comparing(PortalBackupPart::content).thenComparing(PortalBackupPart.OLDEST_FIRST))
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
                .filter(phase -> relevantParts().anyMatch(part -> part.phase() == phase))
                .findFirst()
                .orElse(BackupPhase.FOUND);
    }

    /** Returns the issues of the parts. */
    List<String> issues() {
        var issues = new ArrayList<String>();
        if (!anchored()) {
            issues.add("no system backup was taken with it");
        }
        relevantParts().flatMap(part -> issues(part).stream()).forEach(issues::add);
        return issues;
    }

    private List<String> issues(PortalBackupPart part) {
        var name = part.site().isEmpty() ? "a site" : "the site " + part.site();
        return part.equals(first) || part.succeeded()
                ? part.issues()
                : part.issues().stream()
                        .map(issue -> "of %s: %s"
                                .formatted(
                                        part.content() == PortalBackupPart.Content.SITE ? name : "the system", issue))
                        .toList();
    }

    /** Returns the parts without failures that were followed by a successful retry. */
    private Stream<PortalBackupPart> relevantParts() {
        return parts().filter(part -> part.equals(first) || part.succeeded() || !hasRetry(part));
    }

    private boolean hasRetry(PortalBackupPart failed) {
        return parts().anyMatch(part -> part.succeeded()
                && part.content() == failed.content()
                && part.site().equals(failed.site()));
    }

    private record Pair(PortalBackupSet request, PortalBackupPart system) {

        Duration gap() {
            return request.first().gap(system);
        }
    }
}
