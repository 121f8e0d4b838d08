package org.apicdr.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ParallelExecutorTest {

    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));

    @Test
    void does_what_belongs_to_a_run_under_the_id_of_that_run() {
        var parallelExecutor = ParallelExecutorFixture.parallel();

        LogContext.runWithNewId(() -> {
            var inside = parallelExecutor.await(parallelExecutor.start(LogContext::current), deadline);

            assertThat(inside).isNotNull().isEqualTo(LogContext.current());
        });
    }

    @Test
    void leaves_no_id_behind_for_whatever_a_thread_does_next() {
        var executor = Executors.newSingleThreadExecutor();
        try {
            var parallelExecutor = new ParallelExecutor(executor);
            parallelExecutor.await(parallelExecutor.start(() -> "the thread is there"), deadline);

            LogContext.runWithNewId(
                    () -> parallelExecutor.await(parallelExecutor.start(LogContext::current), deadline));

            assertThat(parallelExecutor.await(
                            parallelExecutor.start(() -> String.valueOf(LogContext.current())), deadline))
                    .isEqualTo("null");
            assertThat(LogContext.current()).isNull();
        } finally {
            executor.shutdownNow();
        }
    }
}
