package org.apicdr.verification;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Queue;
import java.util.function.Consumer;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.VerificationQueue;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;

/** The bundles that one call verifies; what it does not come to in time is left to the next. */
public final class BatchVerification {

    private final VerificationQueue verificationQueue;
    private final Queue<StoredBundle> waiting;
    private final Instant start;
    private final ConcurrentVerifier concurrentVerifier;
    private VerdictCounts counts = VerdictCounts.NONE;
    private int gone;

    BatchVerification(
            VerificationQueue verificationQueue, int limit, Instant start, ConcurrentVerifier concurrentVerifier) {
        var bundles = verificationQueue.bundles();
        this.verificationQueue = verificationQueue;
        this.waiting = new ArrayDeque<>(bundles.subList(0, Math.min(limit, bundles.size())));
        this.start = start;
        this.concurrentVerifier = concurrentVerifier;
    }

    public String namespace() {
        return verificationQueue.folder().namespace();
    }

    /** Verifies them and reports on all; throws as {@link #verify} does. */
    public BatchVerificationReport report() {
        var places = new HashMap<BundleId, Integer>();
        waiting.forEach(bundle -> places.put(bundle.id(), places.size()));
        var items = new ArrayList<BundleVerificationResult>();
        var summary = verify(items::add);
        items.sort(Comparator.comparing(item -> places.get(item.bundleId())));
        return new BatchVerificationReport(summary, items);
    }

    /**
     * Verifies them.
     *
     * @param each gets every bundle as soon as it is verified, in this thread
     * @throws ServiceException {@code DEADLINE_PASSED} where there was time for none; {@code STORE_UNAVAILABLE}
     */
    public BatchVerificationSummary verify(Consumer<BundleVerificationResult> each) {
        for (startMore(); !concurrentVerifier.idle(); startMore()) {
            var result = concurrentVerifier.next();
            if (result.isEmpty() || (result.get().failed() && concurrentVerifier.outOfTime())) {
                break;
            }
            var verified = result.get().get();
            verified.ifPresentOrElse(item -> count(item, each), () -> gone++);
        }
        return summary();
    }

    private void startMore() {
        while (!waiting.isEmpty()
                && !concurrentVerifier.outOfTime()
                && concurrentVerifier.hasRoomFor(waiting.element())) {
            concurrentVerifier.start(waiting.remove());
        }
    }

    private void count(BundleVerificationResult bundle, Consumer<BundleVerificationResult> each) {
        counts = counts.and(bundle.verdict());
        each.accept(bundle);
    }

    private BatchVerificationSummary summary() {
        int remaining = verificationQueue.bundles().size() - counts.sum() - gone;
        if (remaining > 0 && counts.sum() + gone == 0) {
            throw new ServiceException(
                    ErrorCode.DEADLINE_PASSED,
                    "there was no time to verify a single bundle: see how fast the store answers, or give requests more"
                            + " (apic-dr.request-timeout)");
        }
        return new BatchVerificationSummary(counts.worst(), start, counts, remaining);
    }
}
