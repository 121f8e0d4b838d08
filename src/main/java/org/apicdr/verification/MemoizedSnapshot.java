package org.apicdr.verification;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * A snapshot of the live subsystem that is read at most once per request, on first use. All bundles of the request are of the
 * same subsystem.
 */
public final class MemoizedSnapshot {

    private final Function<SubsystemRef, SubsystemSnapshot> reader;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<SubsystemSnapshot> result = new CompletableFuture<>();

    MemoizedSnapshot(Function<SubsystemRef, SubsystemSnapshot> reader) {
        this.reader = reader;
    }

    public static MemoizedSnapshot readBy(SubsystemService subsystemService, Deadline deadline) {
        return new MemoizedSnapshot(ref -> subsystemService.snapshot(
                subsystemService.locate(new SubsystemQuery(ref.namespace(), ref.cluster()), deadline), deadline));
    }

    /** Returns a snapshot that is never read; every use throws with the given reason. */
    static MemoizedSnapshot leftOut(String why) {
        return new MemoizedSnapshot(ref -> {
            throw new ServiceException(ErrorCode.SUBSYSTEM_NOT_FOUND, why);
        });
    }

    /**
     * Returns the snapshot. Concurrent callers share a read that is already in progress.
     *
     * @throws ServiceException as {@link SubsystemService#snapshot} does, to every caller
     */
    SubsystemSnapshot snapshot(SubsystemRef ref) {
        if (started.compareAndSet(false, true)) {
            try {
                result.complete(reader.apply(ref));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
