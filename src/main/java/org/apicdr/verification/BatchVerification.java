package org.apicdr.verification;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.VerificationQueue;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.verification.BatchVerificationReport.Summary;
import org.apicdr.verification.BatchVerificationReport.VerdictCounts;
import org.apicdr.verification.BatchVerificationReport.VerifiedBundle;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the bundles of one request. Verifies several at the same time, because most of the time is spent waiting for the
 * store. Both the number of bundles and their total size are limited. Bundles that are not verified in time remain for the
 * next request. Not thread-safe.
 */
public final class BatchVerification {

    private static final int MAX_CONCURRENT = 100;

    /** A share of the heap that leaves enough memory for decrypted data. Larger bundles are verified alone. */
    private static final long MAX_BYTES =
            Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 8);

    private final VerificationQueue verificationQueue;
    private final Queue<StoredBundle> pending;
    private final Instant start;
    private final Function<StoredBundle, Optional<VerifiedBundle>> verifier;
    private final ParallelExecutor parallelExecutor;
    private final Deadline end;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private int running;
    private long runningBytes;
    private VerdictCounts counts = VerdictCounts.NONE;
    private int deleted;

    /**
     * @param limit the maximum number of bundles to verify
     * @param verifier verifies a bundle; returns empty if it was deleted in the meantime
     * @param end when to stop waiting for results
     */
    BatchVerification(
            VerificationQueue verificationQueue,
            int limit,
            Instant start,
            Function<StoredBundle, Optional<VerifiedBundle>> verifier,
            ParallelExecutor parallelExecutor,
            Deadline end) {
        var bundles = verificationQueue.bundles();
        this.verificationQueue = verificationQueue;
        this.pending = new ArrayDeque<>(bundles.subList(0, Math.min(limit, bundles.size())));
        this.start = start;
        this.verifier = verifier;
        this.parallelExecutor = parallelExecutor;
        this.end = end;
    }

    public String namespace() {
        return verificationQueue.folder().namespace();
    }

    /** Verifies the bundles and reports all results; throws as {@link #verify} does. */
    public BatchVerificationReport report() {
        var positions = new HashMap<BundleId, Integer>();
        pending.forEach(bundle -> positions.put(bundle.id(), positions.size()));
        var items = new ArrayList<VerifiedBundle>();
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
    public Summary verify(Consumer<VerifiedBundle> each) {
        for (startMore(); running > 0; startMore()) {
            var result = nextResult();
            if (result.isEmpty() || (result.get().failure() != null && end.passed())) {
                break;
            }
            var verified = result.get().get();
            verified.ifPresentOrElse(item -> count(item, each), () -> deleted++);
        }
        return summary();
    }

    private void startMore() {
        while (!pending.isEmpty() && !end.passed() && canStart(pending.element())) {
            start(pending.remove());
        }
    }

    private boolean canStart(StoredBundle bundle) {
        return running == 0 || (running < MAX_CONCURRENT && runningBytes + bundle.sizeBytes() <= MAX_BYTES);
    }

    private void start(StoredBundle bundle) {
        running++;
        runningBytes += bundle.sizeBytes();
        var unused = parallelExecutor
                .start(() -> new Result(bundle, verifier.apply(bundle).orElse(null), null))
                .whenComplete(
                        (result, failure) -> results.add(failure == null ? result : new Result(bundle, null, failure)));
    }

    /** Waits for the next result; empty if the deadline passed. */
    private Optional<Result> nextResult() {
        try {
            var result = results.poll(end.left().toNanos(), TimeUnit.NANOSECONDS);
            if (result != null) {
                running--;
                runningBytes -= result.bundle().sizeBytes();
            }
            return Optional.ofNullable(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(ErrorCode.DEADLINE_PASSED, "The service is shutting down.", e);
        }
    }

    private void count(VerifiedBundle bundle, Consumer<VerifiedBundle> each) {
        counts = counts.and(bundle.verdict());
        each.accept(bundle);
    }

    private Summary summary() {
        int remaining = verificationQueue.bundles().size() - counts.sum() - deleted;
        if (remaining > 0 && counts.sum() + deleted == 0) {
            throw new ServiceException(
                    ErrorCode.DEADLINE_PASSED,
                    "No bundle was verified: the deadline passed. Check how fast the store responds, or increase"
                            + " apic-dr.request-timeout.");
        }
        return new Summary(counts.worst(), start, counts, remaining);
    }

    /**
     * The result of one bundle.
     *
     * @param verified its verification; null if it was deleted in the meantime or the verification failed
     */
    private record Result(
            StoredBundle bundle,
            @Nullable VerifiedBundle verified,
            @Nullable Throwable failure) {

        /** Returns the verification; empty if the bundle was deleted in the meantime. Rethrows a failure. */
        Optional<VerifiedBundle> get() {
            if (failure == null) {
                return Optional.ofNullable(verified);
            }
            var cause = failure instanceof CompletionException ? failure.getCause() : failure;
            throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
        }
    }
}
