package org.apicdr.verification;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.subsystem.Subsystems;

/**
 * The live subsystem as one call sees it: read when it is first asked for, and once, whatever the number of bundles that
 * are compared with it. All of them are of the same subsystem.
 */
final class LiveSubsystem {

    private final Function<SubsystemRef, SubsystemSnapshot> reading;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<SubsystemSnapshot> read = new CompletableFuture<>();

    LiveSubsystem(Function<SubsystemRef, SubsystemSnapshot> reading) {
        this.reading = reading;
    }

    static LiveSubsystem readBy(Subsystems subsystems, Deadline deadline) {
        return new LiveSubsystem(ref -> subsystems.snapshot(
                subsystems.sight(new SubsystemQuery(ref.namespace(), ref.cluster()), deadline), deadline));
    }

    /** One that nothing is compared with. */
    static LiveSubsystem leftOut(String why) {
        return new LiveSubsystem(ref -> {
            throw new RecoveryException(Reason.SUBSYSTEM_NOT_FOUND, why);
        });
    }

    /**
     * The subsystem; whoever asks while another reads it waits for that one.
     *
     * @throws RecoveryException as {@link Subsystems#snapshot} does, and to everybody who asks
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
