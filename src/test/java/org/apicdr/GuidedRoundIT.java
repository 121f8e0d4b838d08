package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.MarkdownFile.Block;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo as its command starts it, and the steps of the README and of docs/tutorial.md as pasted into one shell. */
@Tag("docs")
@Tag("slow")
class GuidedRoundIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();

    private static final String ROUND = "A guided round";

    private static final String END_OF_STEP = "-- end of step --";

    private static DemoProcess demo;

    /**
     * Two blocks of the README or of docs/tutorial.md, which goes on in the same shell.
     *
     * @param commands to be pasted into a shell
     * @param output what the document says they print; … stands for anything
     */
    private record Step(String commands, String output) {

        static List<Step> ofReadmeAndTutorial() {
            return Stream.concat(
                            in(MarkdownFile.read("README.md"), ROUND::equals).stream(),
                            in(MarkdownFile.read("docs/tutorial.md"), chapter -> true).stream())
                    .toList();
        }

        private static List<Step> in(MarkdownFile file, Predicate<String> chapter) {
            var commands = texts(file, chapter, "sh");
            var outputs = texts(file, chapter, "text");
            assertThat(outputs).hasSameSizeAs(commands);
            return IntStream.range(0, commands.size())
                    .mapToObj(i -> new Step(commands.get(i), outputs.get(i)))
                    .toList();
        }

        private static List<String> texts(MarkdownFile file, Predicate<String> chapter, String language) {
            return file.blocks().stream()
                    .filter(block -> chapter.test(block.chapter()))
                    .filter(block -> block.language().equals(language))
                    .map(Block::text)
                    .toList();
        }

        Pattern pattern() {
            return Pattern.compile(
                    Arrays.stream(output.split("…", -1)).map(Pattern::quote).collect(Collectors.joining("[^\\n]*")));
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        demo = DemoProcess.start(PROJECT);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        assertThat(demo.stop()).as("all processes went when asked to").isTrue();
    }

    @Test
    void prints_its_first_bundle_and_the_verdict() throws IOException {
        assertThat(demo.output())
                .containsPattern("First bundle +management-5b1e07d4-")
                .containsPattern("Its verdict +pass\n");
    }

    @Test
    void the_commands_it_prints_open_the_bundle() throws IOException {
        Command.require("age", "ssh-keygen");
        var output = demo.output();
        var commands = output.substring(output.indexOf("  cd "), output.indexOf("Or take the guided round"));

        var result = Command.run(PROJECT, "bash", "-e", "-c", commands + "\nls payload/management/secrets");

        assertThat(result.succeeded()).as(result.stderr()).isTrue();
        assertThat(result.stdout()).contains("OK: ", "management-juhu-cred.yaml");
    }

    @Test
    void the_guided_round_and_the_tutorial_go_as_they_say() {
        var steps = Step.ofReadmeAndTutorial();
        var script = steps.stream()
                .map(step -> step.commands() + "echo '%s'\n".formatted(END_OF_STEP))
                .collect(Collectors.joining());

        var printed = Command.run(PROJECT, "bash", "-c", script).stdout().split(END_OF_STEP + "\n");

        assertThat(printed).hasSameSizeAs(steps).hasSizeGreaterThanOrEqualTo(9);
        for (int i = 0; i < printed.length; i++) {
            assertThat(printed[i])
                    .as(steps.get(i).commands())
                    .matches(steps.get(i).pattern());
        }
    }
}
