package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.MarkdownFile.Block;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docs")
class CookbookTest {

    @Test
    void every_chapter_with_a_block_has_a_test_that_runs_its_blocks() {
        var tested = Stream.of(
                        CookbookCurlIT.CHAPTERS,
                        CookbookAnsibleIT.CHAPTERS,
                        GateIT.CHAPTERS,
                        CookbookClientsIT.CHAPTERS)
                .flatMap(List::stream)
                .toList();

        assertThat(MarkdownFile.read(Cookbook.FILE).blocks().stream()
                        .map(Block::chapter)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(tested);
    }
}
