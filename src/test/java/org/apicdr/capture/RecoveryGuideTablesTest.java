package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RecoveryGuideTablesTest {

    @Test
    void mean_nothing_but_themselves() {
        assertThat(RecoveryGuideTables.cell("a|b\n<c> `d` & [e]")).isEqualTo("a\\|b &lt;c> \\`d\\` &amp; \\[e\\]");
    }

    @Test
    void are_shown_as_many_as_there_is_room_for() {
        assertThat(RecoveryGuideTables.limited(Collections.nCopies(100, Map.of("id", "1")))
                        .leftOut())
                .isZero();
        assertThat(RecoveryGuideTables.limited(Collections.nCopies(103, Map.of("id", "1"))))
                .satisfies(rows -> {
                    assertThat(rows.shown()).hasSize(100);
                    assertThat(rows.leftOut()).isEqualTo(3);
                });
    }

    @Test
    void leave_out_what_would_make_the_text_too_long() {
        var rows = RecoveryGuideTables.limited(Collections.nCopies(5, Map.of("id", "é".repeat(10 * 1024))));

        assertThat(rows.shown()).hasSize(3);
        assertThat(rows.leftOut()).isEqualTo(2);
    }
}
