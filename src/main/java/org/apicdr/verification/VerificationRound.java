package org.apicdr.verification;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Queue;
import java.util.function.Consumer;
import org.apicdr.bundle.Backlog;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;

/** The bundles that one call verifies; what it does not come to in time is left to the next. */
final class VerificationRound {

    private final Backlog backlog;
    private final Queue<StoredBundle> waiting;
    private final Instant start;
    private final Crew crew;
    private VerdictCounts counts = VerdictCounts.NONE;
    private int gone;

    VerificationRound(Backlog backlog, int limit, Instant start, Crew crew) {
        var bundles = backlog.bundles();
        this.backlog = backlog;
        this.waiting = new ArrayDeque<>(bundles.subList(0, Math.min(limit, bundles.size())));
        this.start = start;
        this.crew = crew;
    }

    String namespace() {
        return backlog.folder().namespace();
    }

    /** Verifies them and reports on all; throws as {@link #verify} does. */
    RoundReport report() {
        var places = new HashMap<BundleId, Integer>();
        waiting.forEach(bundle -> places.put(bundle.id(), places.size()));
        var items = new ArrayList<VerifiedBundle>();
        var summary = verify(items::add);
        items.sort(Comparator.comparing(item -> places.get(item.bundleId())));
        return new RoundReport(summary, items);
    }

    /**
     * Verifies them.
     *
     * @param each gets every bundle as soon as it is verified, in this thread
     * @throws RecoveryException {@code DEADLINE_PASSED} where there was time for none; {@code STORE_UNAVAILABLE}
     */
    RoundSummary verify(Consumer<VerifiedBundle> each) {
        for (startMore(); !crew.idle(); startMore()) {
            var result = crew.next();
            if (result.isEmpty() || (result.get().failed() && crew.outOfTime())) {
                break;
            }
            var verified = result.get().get();
            verified.ifPresentOrElse(item -> count(item, each), () -> gone++);
        }
        return summary();
    }

    private void startMore() {
        while (!waiting.isEmpty() && !crew.outOfTime() && crew.hasRoomFor(waiting.element())) {
            crew.start(waiting.remove());
        }
    }

    private void count(VerifiedBundle bundle, Consumer<VerifiedBundle> each) {
        counts = counts.and(bundle.verdict());
        each.accept(bundle);
    }

    private RoundSummary summary() {
        int remaining = backlog.bundles().size() - counts.sum() - gone;
        if (remaining > 0 && counts.sum() + gone == 0) {
            throw new RecoveryException(
                    Reason.DEADLINE_PASSED,
                    "there was no time to verify a single bundle: see how fast the store answers, or give requests more"
                            + " (apic-dr.request-timeout)");
        }
        return new RoundSummary(counts.worst(), start, counts, remaining);
    }
}
