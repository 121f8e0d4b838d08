package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.ParallelFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PendingOutlookTest {

    @Test
    void gives_what_was_found() {
        var found = RecoveryOutlook.unknown("found");

        assertThat(pending(CompletableFuture.completedFuture(found)).outlook()).isEqualTo(found);
    }

    @Test
    void says_what_kept_the_search_from_finding() {
        var failed = CompletableFuture.<RecoveryOutlook>failedFuture(
                new RecoveryException(Reason.STORE_UNAVAILABLE, "the store is down"));

        assertThat(pending(failed).outlook().why()).isEqualTo("the store is down");
    }

    @Test
    void does_not_let_a_bug_through() {
        var failed = CompletableFuture.<RecoveryOutlook>failedFuture(new IllegalStateException("bug"));

        assertThat(pending(failed).outlook().why()).isEqualTo("the service failed to find it out; its log says why");
    }

    @Test
    void does_not_wait_past_its_end() {
        var outlook = new PendingOutlook(
                        ParallelFixture.parallel(), new CompletableFuture<>(), Deadline.in(Duration.ofMillis(20)))
                .outlook();

        assertThat(outlook.why()).isEqualTo("it could not be found out in time");
    }

    private static PendingOutlook pending(CompletableFuture<RecoveryOutlook> look) {
        return new PendingOutlook(ParallelFixture.parallel(), look, Deadline.in(Duration.ofSeconds(25)));
    }
}
