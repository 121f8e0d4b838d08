package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That docs/threat-model.md claims nothing without a test, and names no test that is not there. */
@Tag("docs")
class ThreatModelTest {

    private static final Path MODEL = Path.of("docs/threat-model.md");

    private static final Path TESTS = Path.of("src/test/java");

    private static final Pattern REFERENCE = Pattern.compile("`(\\w+(?:Test|IT))(?:#(\\w+))?`");

    @Test
    void every_test_that_is_named_exists() throws IOException {
        for (var reference :
                REFERENCE.matcher(Files.readString(MODEL)).results().toList()) {
            var source = source(reference.group(1));

            assertThat(source).as(reference.group()).hasSize(1);
            if (reference.group(2) != null) {
                assertThat(source.get(0)).content().contains("void %s(".formatted(reference.group(2)));
            }
        }
    }

    @Test
    void every_claim_has_a_test_but_for_what_the_adversary_can_do_anyway() throws IOException {
        var claims = claims();

        assertThat(claims).hasSizeGreaterThan(20);
        assertThat(claims)
                .filteredOn(claim -> !claim.contains("**can**"))
                .allMatch(claim -> REFERENCE.matcher(claim).find());
    }

    /** The rows of the tables of adversaries. */
    private static List<String> claims() throws IOException {
        try (var lines = Files.lines(MODEL)) {
            return lines.dropWhile(line -> !line.equals("## Adversaries"))
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| | "))
                    .toList();
        }
    }

    private static List<Path> source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.endsWith(name + ".java")).toList();
        }
    }
}
