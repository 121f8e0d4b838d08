package org.apicdr.verification;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies several bundles concurrently, because most of the time is spent waiting for the store. Both the number of bundles
 * and their total size are limited. Not thread-safe.
 */
final class ConcurrentVerifier {

    private static final int MAX_BUNDLES = 100;

    /** A share of the heap that leaves enough memory for decrypted data. Larger bundles are verified alone. */
    private static final long MAX_BYTES =
            Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 8);

    private final Function<StoredBundle, Optional<BundleVerificationResult>> work;
    private final ParallelExecutor parallelExecutor;
    private final Deadline end;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private int bundles;
    private long bytes;

    /**
     * @param work verifies a bundle; returns empty if it was deleted meanwhile
     * @param end when to stop waiting for results
     */
    ConcurrentVerifier(
            Function<StoredBundle, Optional<BundleVerificationResult>> work,
            ParallelExecutor parallelExecutor,
            Deadline end) {
        this.work = work;
        this.parallelExecutor = parallelExecutor;
        this.end = end;
    }

    boolean idle() {
        return bundles == 0;
    }

    boolean outOfTime() {
        return end.passed();
    }

    boolean canStart(StoredBundle bundle) {
        return idle() || (bundles < MAX_BUNDLES && bytes + bundle.sizeBytes() <= MAX_BYTES);
    }

    void start(StoredBundle bundle) {
        bundles++;
        bytes += bundle.sizeBytes();
        var unused = parallelExecutor
                .start(() -> new Result(bundle, work.apply(bundle).orElse(null), null))
                .whenComplete(
                        (result, failure) -> results.add(failure == null ? result : new Result(bundle, null, failure)));
    }

    /** Waits for the next result; empty if the deadline passed. */
    Optional<Result> next() {
        try {
            var result = results.poll(end.left().toNanos(), TimeUnit.NANOSECONDS);
            if (result != null) {
                bundles--;
                bytes -= result.bundle().sizeBytes();
            }
            return Optional.ofNullable(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(ErrorCode.DEADLINE_PASSED, "The service is shutting down.", e);
        }
    }

    /**
     * The result of one bundle.
     *
     * @param verified its verification; null if it was deleted meanwhile or the verification failed
     */
    record Result(
            StoredBundle bundle,
            @Nullable BundleVerificationResult verified,
            @Nullable Throwable failure) {

        boolean failed() {
            return failure != null;
        }

        /** Returns the verification; empty if the bundle was deleted meanwhile. Rethrows a failure. */
        Optional<BundleVerificationResult> get() {
            if (failure == null) {
                return Optional.ofNullable(verified);
            }
            var cause = failure instanceof CompletionException ? failure.getCause() : failure;
            throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
        }
    }
}
