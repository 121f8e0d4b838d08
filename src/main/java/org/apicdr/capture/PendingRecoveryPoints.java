package org.apicdr.capture;

import io.quarkus.logging.Log;
import java.util.concurrent.CompletableFuture;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;

/**
 * A search for recovery points that is in progress.
 *
 * @param look the search
 * @param end the deadline for its result
 */
record PendingRecoveryPoints(ParallelExecutor parallel, CompletableFuture<RecoveryPointSummary> look, Deadline end) {

    /** Waits for the result. Never fails. */
    RecoveryPointSummary outlook() {
        try {
            return parallel.await(look, end);
        } catch (ServiceException e) {
            return RecoveryPointSummary.unknown(
                    e.reason() == ErrorCode.DEADLINE_PASSED
                            ? "the search for recovery points timed out"
                            : e.getMessage());
        } catch (RuntimeException e) {
            Log.error("The search for recovery points failed", e);
            return RecoveryPointSummary.unknown("the search for recovery points failed, see the log of the service");
        }
    }
}
