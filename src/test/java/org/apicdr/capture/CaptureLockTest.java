package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CaptureLockTest {

    @Test
    void lets_one_capture_or_reseal_at_a_time_into_a_subsystem() {
        var subsystem = new SubsystemRef("apic", "management");
        var captureLock = new CaptureLock();
        captureLock.acquire(subsystem);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> captureLock.acquire(subsystem))
                .withMessage("A capture or re-seal of apic/management is already running. Wait until it has finished.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CAPTURE_RUNNING))
                .satisfies(e -> assertThat(e.details().stored()).isEqualTo(Stored.NO));
    }
}
