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
 * The live subsystem as one call sees it: read when it is first asked for, and once, whatever the number of bundles that
 * are compared with it. All of them are of the same subsystem.
 */
public final class MemoizedSnapshot {

    private final Function<SubsystemRef, SubsystemSnapshot> reading;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<SubsystemSnapshot> read = new CompletableFuture<>();

    MemoizedSnapshot(Function<SubsystemRef, SubsystemSnapshot> reading) {
        this.reading = reading;
    }

    public static MemoizedSnapshot readBy(SubsystemService subsystemService, Deadline deadline) {
        return new MemoizedSnapshot(ref -> subsystemService.snapshot(
                subsystemService.locate(new SubsystemQuery(ref.namespace(), ref.cluster()), deadline), deadline));
    }

    /** One that nothing is compared with. */
    static MemoizedSnapshot leftOut(String why) {
        return new MemoizedSnapshot(ref -> {
            throw new ServiceException(ErrorCode.SUBSYSTEM_NOT_FOUND, why);
        });
    }

    /**
     * The subsystem; whoever asks while another reads it waits for that one.
     *
     * @throws ServiceException as {@link SubsystemService#snapshot} does, and to everybody who asks
     */
    SubsystemSnapshot snapshot(SubsystemRef ref) {
        if (begun.compareAndSet(false, true)) {
            try {
                read.complete(reading.apply(ref));
            } catch (RuntimeException e) {
                read.completeExceptionally(e);
            }
        }
        try {
            return read.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
