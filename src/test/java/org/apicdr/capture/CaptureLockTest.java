package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CaptureLockTest {

    private static final SubsystemRef ONE = new SubsystemRef("apic", "management");
    private static final SubsystemRef OTHER = new SubsystemRef("other", "management");

    private final CaptureLock slots = new CaptureLock();

    @Test
    void let_one_capture_at_a_time_into_a_subsystem() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> slots.runExclusively(ONE, () -> slots.runExclusively(ONE, () -> "never")))
                .withMessage("A capture or re-seal of apic/management is already running. Wait until it has finished.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CAPTURE_RUNNING))
                .satisfies(e -> assertThat(e.details().stored()).isEqualTo(Stored.NO));
    }

    @Test
    void let_captures_of_different_subsystems_run_side_by_side() {
        assertThat(slots.<String>runExclusively(ONE, () -> slots.runExclusively(OTHER, () -> "done")))
                .isEqualTo("done");
    }

    @Test
    void let_the_next_one_in_after_a_failure() {
        assertThatIllegalStateException()
                .isThrownBy(() -> slots.runExclusively(ONE, () -> {
                    throw new IllegalStateException();
                }));

        assertThat(slots.<String>runExclusively(ONE, () -> "done")).isEqualTo("done");
    }
}
