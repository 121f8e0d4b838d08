package org.apicdr.backup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class BackupRunStateTest {

    @ParameterizedTest
    @CsvSource({
        "'', RUNNING",
        "Pending, RUNNING",
        "Running, RUNNING",
        "pending, RUNNING",
        "started, RUNNING",
        "running, RUNNING",
        "finalizing, RUNNING",
        "a word of tomorrow, RUNNING",
        "Ready, READY",
        "Complete, READY",
        "completed, READY",
        "Failed, FAILED",
        "failed, FAILED",
        "Error, FAILED",
        "walArchivingFailing, FAILED"
    })
    void takes_each_phase_for_what_it_means(String phase, BackupRun.State state) {
        assertThat(BackupRun.State.ofPhase(phase)).isEqualTo(state);
    }

    @Test
    void is_ready_only_where_all_are() {
        assertThat(BackupRun.State.ofAll(List.of(BackupRun.State.READY, BackupRun.State.READY)))
                .isEqualTo(BackupRun.State.READY);
        assertThat(BackupRun.State.ofAll(List.of(BackupRun.State.READY, BackupRun.State.RUNNING)))
                .isEqualTo(BackupRun.State.RUNNING);
    }

    @Test
    void has_failed_as_soon_as_one_has() {
        assertThat(BackupRun.State.ofAll(
                        List.of(BackupRun.State.READY, BackupRun.State.RUNNING, BackupRun.State.FAILED)))
                .isEqualTo(BackupRun.State.FAILED);
    }
}
