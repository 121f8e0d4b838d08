package org.apicdr.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import org.apicdr.bundle.BundleForge;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SnapshotFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class MemoizedSnapshotTest {

    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void is_not_read_before_somebody_asks_and_then_once() {
        var snapshot = SnapshotFixture.complete();
        var live = new MemoizedSnapshot(ref -> {
            reads.incrementAndGet();
            return snapshot;
        });
        assertThat(reads).hasValue(0);

        assertThat(live.snapshot(BundleForge.FOLDER)).isSameAs(snapshot);
        assertThat(live.snapshot(BundleForge.FOLDER)).isSameAs(snapshot);
        assertThat(reads).hasValue(1);
    }

    @Test
    void fails_for_all_who_ask_where_it_cannot_be_read() {
        var live = new MemoizedSnapshot(ref -> {
            reads.incrementAndGet();
            throw new ServiceException(ErrorCode.CLUSTER_UNAVAILABLE, "away");
        });

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> live.snapshot(BundleForge.FOLDER))
                    .withMessage("away");
        }
        assertThat(reads).hasValue(1);
    }
}
