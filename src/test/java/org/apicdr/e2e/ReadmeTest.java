package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.MarkdownFile.Block;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docs")
class ReadmeTest {

    /** Chapters of the README whose blocks a test runs. */
    private static final Set<String> TESTED = Set.of(
            // GuidedRoundIT
            "Try it",
            "A guided round",
            // ClusterDeploymentIT
            "Run it in the cluster",
            // ReadmeIT, JumpHostIT
            "Run it beside a cluster",
            // WhoMayCallIT
            "Who may call",
            // ReadmeIT, RotationIT, OverlaysIT, BackupRunIT
            "Operate");

    /** The test command itself. */
    private static final Set<String> NOT_TESTED = Set.of("Run the tests");

    @Test
    void every_chapter_with_a_block_has_a_test_that_runs_it() {
        assertThat(MarkdownFile.read("README.md").blocks())
                .extracting(Block::chapter)
                .allMatch(chapter -> TESTED.contains(chapter) || NOT_TESTED.contains(chapter));
    }
}
