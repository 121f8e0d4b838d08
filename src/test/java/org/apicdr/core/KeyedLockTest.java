package org.apicdr.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.apicdr.core.ErrorDetails.Stored;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class KeyedLockTest {

    private final KeyedLock<String> lock =
            new KeyedLock<>(ErrorCode.CAPTURE_RUNNING, "A capture of %s is already running.");

    @Test
    void rejects_a_second_caller_at_once() {
        lock.acquire("apic/management");

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> lock.acquire("apic/management"))
                .withMessage("A capture of apic/management is already running.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CAPTURE_RUNNING))
                .satisfies(e -> assertThat(e.details().stored()).isEqualTo(Stored.NO));
    }

    @Test
    void stays_taken_after_a_rejected_caller() {
        lock.acquire("apic/management");
        assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> lock.acquire("apic/management"));

        assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> lock.acquire("apic/management"));
    }

    @Test
    void lets_callers_with_different_keys_run_side_by_side() {
        lock.acquire("apic/management");

        assertThatNoException().isThrownBy(() -> lock.acquire("other/management"));
    }

    @Test
    void lets_the_next_caller_in_after_a_release() {
        lock.acquire("apic/management");
        lock.release("apic/management");

        assertThatNoException().isThrownBy(() -> lock.acquire("apic/management"));
    }
}
