package org.apicdr.capture;

import io.quarkus.logging.Log;
import java.util.concurrent.CompletableFuture;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;

/**
 * A search for recovery points that was begun.
 *
 * @param look the search
 * @param end until when it is waited for
 */
record PendingOutlook(Parallel parallel, CompletableFuture<RecoveryOutlook> look, Deadline end) {

    /** What was found; never fails. */
    RecoveryOutlook outlook() {
        try {
            return parallel.await(look, end);
        } catch (RecoveryException e) {
            return RecoveryOutlook.unknown(
                    e.reason() == Reason.DEADLINE_PASSED ? "it could not be found out in time" : e.getMessage());
        } catch (RuntimeException e) {
            Log.error("the recovery points were not found out", e);
            return RecoveryOutlook.unknown("the service failed to find it out; its log says why");
        }
    }
}
