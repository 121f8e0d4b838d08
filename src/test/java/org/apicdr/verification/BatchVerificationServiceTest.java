package org.apicdr.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BatchVerificationServiceTest {

    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void reads_the_live_subsystem_once_and_not_before_it_is_needed() {
        var snapshot = SnapshotFixture.complete();
        var live = new FutureTask<>(() -> {
            reads.incrementAndGet();
            return snapshot;
        });
        assertThat(reads).hasValue(0);

        assertThat(BatchVerificationService.runOnce(live)).isSameAs(snapshot);
        assertThat(BatchVerificationService.runOnce(live)).isSameAs(snapshot);
        assertThat(reads).hasValue(1);
    }

    @Test
    void fails_for_every_bundle_if_the_live_subsystem_cannot_be_read() {
        var live = new FutureTask<SubsystemSnapshot>(() -> {
            reads.incrementAndGet();
            throw new ServiceException(ErrorCode.CLUSTER_UNAVAILABLE, "away");
        });

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> BatchVerificationService.runOnce(live))
                    .withMessage("away");
        }
        assertThat(reads).hasValue(1);
    }
}
