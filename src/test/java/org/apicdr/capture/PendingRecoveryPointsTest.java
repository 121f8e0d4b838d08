package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.core.ServiceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PendingRecoveryPointsTest {

    @Test
    void gives_what_was_found() {
        var found = RecoveryPointSummary.unknown("found");

        assertThat(pending(CompletableFuture.completedFuture(found)).await()).isEqualTo(found);
    }

    @Test
    void says_what_kept_the_search_from_finding() {
        var failed = CompletableFuture.<RecoveryPointSummary>failedFuture(
                new ServiceException(ErrorCode.STORE_UNAVAILABLE, "the store is down"));

        assertThat(pending(failed).await().why()).isEqualTo("the store is down");
    }

    @Test
    void does_not_let_a_bug_through() {
        var failed = CompletableFuture.<RecoveryPointSummary>failedFuture(new IllegalStateException("bug"));

        assertThat(pending(failed).await().why())
                .isEqualTo("The search for recovery points failed. See the log of the service.");
    }

    @Test
    void does_not_wait_past_its_end() {
        var outlook = new RecoveryPointLookup.PendingRecoveryPoints(
                        ParallelExecutorFixture.parallel(),
                        new CompletableFuture<>(),
                        Deadline.in(Duration.ofMillis(20)))
                .await();

        assertThat(outlook.why()).isEqualTo("The search for recovery points timed out.");
    }

    private static RecoveryPointLookup.PendingRecoveryPoints pending(CompletableFuture<RecoveryPointSummary> look) {
        return new RecoveryPointLookup.PendingRecoveryPoints(
                ParallelExecutorFixture.parallel(), look, Deadline.in(Duration.ofSeconds(25)));
    }
}
