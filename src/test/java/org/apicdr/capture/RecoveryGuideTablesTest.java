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

    /** An escape sequence for a terminal may begin with U+009B alone, and U+202E reverses what follows. */
    @Test
    void hold_nothing_that_a_terminal_obeys() {
        assertThat(RecoveryGuideTables.cell("a\u001b[2Jb\u009b2Jc\u202ed\u2066e\u0085f\u00adg"))
                .isEqualTo("a \\[2Jb 2Jc d e f g");
        assertThat(RecoveryGuideTables.cell("Zürich \uD83D\uDD11")).isEqualTo("Zürich \uD83D\uDD11");
    }

    @Test
    void show_a_quoted_value_as_it_is_but_for_what_a_terminal_obeys() {
        assertThat(RecoveryGuideTables.yaml(Map.of("path", "/back \"up\"/Zürich\uD83D\uDD11\u009b\u202e\nEOF")))
                .containsExactly("path: \"/back \\\"up\\\"/Zürich\uD83D\uDD11\\x9b\\u202e\\nEOF\"");
    }

    /** They are compared character by character with what a terminal shows. */
    @Test
    void show_a_value_without_escapes() {
        assertThat(RecoveryGuideTables.value("10.0.5.7-7267")).isEqualTo("10.0.5.7-7267");
        assertThat(RecoveryGuideTables.value("0 3 * * *")).isEqualTo("`0 3 * * *`");
        assertThat(RecoveryGuideTables.value("a`b``c|d")).isEqualTo("``` a`b``c\\|d ```");
        assertThat(RecoveryGuideTables.value("a\u001b_b")).isEqualTo("`a _b`");
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
