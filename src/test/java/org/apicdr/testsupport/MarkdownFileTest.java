package org.apicdr.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.apicdr.testsupport.MarkdownFile.Block;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class MarkdownFileTest {

    @Test
    void knows_the_headings_above_a_block() {
        var file = MarkdownFile.of("""
                # Title
                ## One
                ```sh
                # a comment, no heading
                true
                ```
                ### Below
                ```
                plain
                ```
                ## Two
                ```yaml
                ```
                """);

        assertThat(file.blocks())
                .containsExactly(
                        new Block("One", "One", "sh", "# a comment, no heading\ntrue\n"),
                        new Block("One", "Below", "", "plain\n"),
                        new Block("Two", "Two", "yaml", ""));
        assertThat(file.texts("One", "")).containsExactly("plain\n");
    }
}
