package org.apicdr.backup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class BackupRunIdTest {

    @Test
    void is_made_of_the_time_and_of_eight_digits() {
        var id = BackupRunId.of(Instant.parse("2026-11-25T03:00:00.9Z"), 0x1f9a3c);

        assertThat(id).hasToString("20261125t030000z-001f9a3c");
        assertThat(id.createdAt()).isEqualTo("2026-11-25T03:00:00Z");
    }

    @Test
    void of_a_negative_number_has_eight_digits_as_well() {
        assertThat(BackupRunId.of(Instant.EPOCH, -1)).hasToString("19700101t000000z-ffffffff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latest",
                "20261125T030000Z-1f9a3c2b",
                "20261125t030000z-1f9a3c2",
                "20261125t030000z-1f9a3c2b0",
                "20261125t030000z-1F9A3C2B",
                "20261325t030000z-1f9a3c2b",
                "../20261125t030000z-1f9a3c2b"
            })
    void is_nothing_else(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackupRunId(text))
                .withMessageContaining("is not the id of a backup run");
    }
}
