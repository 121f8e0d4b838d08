package org.apicdr.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.apicdr.log.RequestIds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ParallelTest {

    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));

    @Test
    void does_what_belongs_to_a_run_under_the_id_of_that_run() {
        var parallel = ParallelFixture.parallel();

        RequestIds.run(() -> {
            var inside = parallel.await(parallel.start(RequestIds::current), deadline);

            assertThat(inside).isNotNull().isEqualTo(RequestIds.current());
            return inside;
        });
    }

    @Test
    void leaves_no_id_behind_for_whatever_a_thread_does_next() {
        var executor = Executors.newSingleThreadExecutor();
        try {
            var parallel = new Parallel(executor);
            parallel.await(parallel.start(() -> "the thread is there"), deadline);

            RequestIds.run(() -> parallel.await(parallel.start(RequestIds::current), deadline));

            assertThat(parallel.await(parallel.start(() -> String.valueOf(RequestIds.current())), deadline))
                    .isEqualTo("null");
            assertThat(RequestIds.current()).isNull();
        } finally {
            executor.shutdownNow();
        }
    }
}
