package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RecoveryPointLookupTest {

    private static final Duration LONG = Duration.ofSeconds(25);

    @Test
    void gives_what_was_found() {
        assertThat(search(() -> "found", LONG).value()).contains("found");
    }

    @Test
    void says_what_kept_the_search_from_finding() {
        assertThat(reason(
                        () -> {
                            throw new ServiceException(ErrorCode.STORE_UNAVAILABLE, "the store is down");
                        },
                        LONG))
                .isEqualTo("the store is down");
    }

    @Test
    void does_not_let_a_bug_through() {
        assertThat(reason(
                        () -> {
                            throw new IllegalStateException("bug");
                        },
                        LONG))
                .isEqualTo("The search for recovery points failed. See the log of the service.");
    }

    @Test
    void does_not_wait_past_its_end() {
        var never = new CountDownLatch(1);
        try {
            assertThat(reason(
                            () -> {
                                awaitQuietly(never);
                                return "too late";
                            },
                            Duration.ofMillis(20)))
                    .isEqualTo("The search for recovery points timed out.");
        } finally {
            never.countDown();
        }
    }

    @Test
    void says_the_same_of_a_search_that_ends_at_its_deadline() {
        assertThat(reason(
                        () -> {
                            throw new ServiceException(ErrorCode.DEADLINE_PASSED, "The request took longer.");
                        },
                        LONG))
                .isEqualTo("The search for recovery points timed out.");
    }

    private static String reason(Supplier<String> search, Duration time) {
        return search(search, time).match(found -> "found: " + found, why -> why);
    }

    private static Result<String> search(Supplier<String> search, Duration time) {
        return RecoveryPointLookup.start(ParallelExecutorFixture.parallel(), search, Deadline.in(time))
                .join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
