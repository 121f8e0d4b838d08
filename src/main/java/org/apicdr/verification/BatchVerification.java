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

/** Verifies the bundles of one request. Bundles that are not verified in time remain for the next request. */
public final class BatchVerification {

    private final VerificationQueue verificationQueue;
    private final Queue<StoredBundle> pending;
    private final Instant start;
    private final ConcurrentVerifier concurrentVerifier;
    private VerdictCounts counts = VerdictCounts.NONE;
    private int deleted;

    BatchVerification(
            VerificationQueue verificationQueue, int limit, Instant start, ConcurrentVerifier concurrentVerifier) {
        var bundles = verificationQueue.bundles();
        this.verificationQueue = verificationQueue;
        this.pending = new ArrayDeque<>(bundles.subList(0, Math.min(limit, bundles.size())));
        this.start = start;
        this.concurrentVerifier = concurrentVerifier;
    }

    public String namespace() {
        return verificationQueue.folder().namespace();
    }

    /** Verifies the bundles and reports all results; throws as {@link #verify} does. */
    public BatchVerificationReport report() {
        var positions = new HashMap<BundleId, Integer>();
        pending.forEach(bundle -> positions.put(bundle.id(), positions.size()));
        var items = new ArrayList<BundleVerificationResult>();
        var summary = verify(items::add);
        items.sort(Comparator.comparing(item -> positions.get(item.bundleId())));
        return new BatchVerificationReport(summary, items);
    }

    /**
     * Verifies the bundles.
     *
     * @param each receives each result as soon as it is available, in the calling thread
     * @throws ServiceException {@code DEADLINE_PASSED} if there was no time to verify any bundle; {@code STORE_UNAVAILABLE}
     */
    public BatchVerificationSummary verify(Consumer<BundleVerificationResult> each) {
        for (startMore(); !concurrentVerifier.idle(); startMore()) {
            var result = concurrentVerifier.next();
            if (result.isEmpty() || (result.get().failed() && concurrentVerifier.outOfTime())) {
                break;
            }
            var verified = result.get().get();
            verified.ifPresentOrElse(item -> count(item, each), () -> deleted++);
        }
        return summary();
    }

    private void startMore() {
        while (!pending.isEmpty()
                && !concurrentVerifier.outOfTime()
                && concurrentVerifier.canStart(pending.element())) {
            concurrentVerifier.start(pending.remove());
        }
    }

    private void count(BundleVerificationResult bundle, Consumer<BundleVerificationResult> each) {
        counts = counts.and(bundle.verdict());
        each.accept(bundle);
    }

    private BatchVerificationSummary summary() {
        int remaining = verificationQueue.bundles().size() - counts.sum() - deleted;
        if (remaining > 0 && counts.sum() + deleted == 0) {
            throw new ServiceException(
                    ErrorCode.DEADLINE_PASSED,
                    "No bundle was verified: the deadline passed. Check how fast the store responds, or increase"
                            + " apic-dr.request-timeout.");
        }
        return new BatchVerificationSummary(counts.worst(), start, counts, remaining);
    }
}
