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
 * Verifies several bundles at once, for most of the time goes by in waiting for the store. How many is bounded by their
 * number and by the memory that they may take. Used by one thread.
 */
final class ConcurrentVerifier {

    private static final int MAX_BUNDLES = 100;

    /** A part of the heap that leaves room for what is decrypted. A bundle that is larger is verified alone. */
    private static final long MAX_BYTES =
            Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 8);

    private final Function<StoredBundle, Optional<BundleVerificationResult>> work;
    private final ParallelExecutor parallelExecutor;
    private final Deadline end;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private int bundles;
    private long bytes;

    /**
     * @param work verifies a bundle; empty where it is gone meanwhile
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

    boolean hasRoomFor(StoredBundle bundle) {
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

    /** The next result; empty where none came in time. */
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
            throw new ServiceException(ErrorCode.DEADLINE_PASSED, "the service is shutting down", e);
        }
    }

    /**
     * What came of one bundle.
     *
     * @param verified its verification; null where it is gone meanwhile, or where that failed
     */
    record Result(
            StoredBundle bundle,
            @Nullable BundleVerificationResult verified,
            @Nullable Throwable failure) {

        boolean failed() {
            return failure != null;
        }

        /** Its verification; empty where it is gone meanwhile. A failure is thrown as it was. */
        Optional<BundleVerificationResult> get() {
            if (failure == null) {
                return Optional.ofNullable(verified);
            }
            var cause = failure instanceof CompletionException ? failure.getCause() : failure;
            throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
        }
    }
}
