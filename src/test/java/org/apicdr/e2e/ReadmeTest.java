package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.MarkdownFile.Block;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("docs")
class ReadmeTest {

    /** Chapters whose blocks a test runs. */
    private static final Map<String, Set<String>> TESTED = Map.of(
            // GuidedRoundIT, ClusterDeploymentIT, ReadmeIT
            "README.md",
            Set.of("Quick start", "A guided round", "Install", "Use"),
            // WhoMayCallIT
            "docs/access-control.md",
            Set.of("Grant permissions to a caller"),
            // OverlaysTest, ClusterDeploymentIT, ClusterRightsIT, ReadmeIT, JumpHostIT, ProxyTest
            "docs/deployment.md",
            Set.of(
                    "Overlays",
                    "Reach the service",
                    "Portals in other namespaces",
                    "Run it beside a cluster",
                    "On a jump host",
                    "Behind a proxy"),
            // RotationIT
            "docs/key-rotation.md",
            Set.of("Signing key, recipients and identity"),
            // OverlaysIT, BackupRunIT, ChallengeTest
            "docs/recoverability.md",
            Set.of("Take both backups", "Prove that the identities exist", "Drills"),
            // GuidedRoundIT
            "docs/tutorial.md",
            Set.of(
                    "6. An incomplete subsystem is refused",
                    "7. A secret with the same content is no change",
                    "8. A changed bundle is noticed",
                    "9. `latest` is the newest authentic bundle"),
            // RecoverScriptIT, RecoveryPlanTest, RestorationResourceTest
            "docs/recovery.md",
            Set.of("Prepare once", "Recover", "Recovery plan for programs", "Restore through the API"),
            // PauseTest
            "docs/operations.md",
            Set.of("Pause scheduled work"),
            // GitOpsIT
            "docs/gitops.md",
            Set.of(
                    "What belongs into git",
                    "Secrets",
                    "A second installation",
                    "The gate",
                    "Argo CD",
                    "Flux",
                    "Tekton",
                    "GitLab CI"));

    /**
     * A picture, the test and benchmark commands themselves, what needs a registry, settings of other programs, a manifest's
     * line, and the gate, which the cookbook has with a token.
     */
    private static final Map<String, Set<String>> NOT_TESTED = Map.of(
            "README.md", Set.of("", "Build and test"),
            "CONTRIBUTING.md", Set.of("Build", "Run one group", "Tests that run longer if asked to"),
            "docs/bundle-contents.md", Set.of(""),
            "docs/deployment.md", Set.of("Image"),
            "docs/monitoring.md", Set.of("Alerts"),
            "docs/operations.md", Set.of("Append-only account"),
            "docs/performance.md", Set.of(""),
            "docs/recoverability.md", Set.of("Check whether a recovery would succeed now"));

    /** Pages that describe and have no commands to type, and the cookbook, which has a test of its own. */
    private static final Set<String> OTHERS = Set.of("docs/architecture.md", "docs/bundle-format.md", Cookbook.FILE);

    static Stream<String> documents() throws IOException {
        try (var files = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md"), files.map(Path::toString).toList().stream())
                    .filter(name -> name.endsWith(".md") && !OTHERS.contains(name));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_chapter_with_a_block_has_a_test_that_runs_it(String document) {
        var tested = TESTED.getOrDefault(document, Set.of());
        var notTested = NOT_TESTED.getOrDefault(document, Set.of());

        assertThat(MarkdownFile.read(document).blocks())
                .extracting(Block::chapter)
                .allMatch(chapter -> tested.contains(chapter) || notTested.contains(chapter));
    }

    @Test
    void every_chapter_that_a_test_runs_has_a_block() {
        assertThat(TESTED)
                .allSatisfy((document, chapters) -> assertThat(
                                MarkdownFile.read(document).blocks())
                        .extracting(Block::chapter)
                        .containsAll(chapters));
    }
}
