package org.apicdr;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Keeps words out of code and documents that hide who does what. The allowance counts what is left of each; it must be
 * lowered when one goes away.
 */
@Tag("docs")
class PlainLanguageTest {

    private static final Map<String, Integer> ALLOWANCE = Map.ofEntries(
            entry("afresh", 0),
            entry("anew", 0),
            entry("anybody", 0),
            entry("everybody", 0),
            entry("mend", 0),
            entry("mended", 0),
            entry("nobody", 0),
            entry("patience", 0),
            entry("somebody", 0),
            entry("whatever", 0),
            entry("whichever", 0),
            entry("whoever", 2),
            entry("whom", 0));

    private static final Pattern WORD =
            Pattern.compile("(?i)(?<![a-z_])(%s)(?![a-z_])".formatted(String.join("|", ALLOWANCE.keySet())));

    @Test
    void says_who_does_what() throws IOException {
        var found = new TreeMap<String, List<String>>();
        for (var file : files()) {
            var lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                var matcher = WORD.matcher(lines.get(i));
                while (matcher.find()) {
                    found.computeIfAbsent(matcher.group().toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                            .add("%s:%d".formatted(file, i + 1));
                }
            }
        }

        ALLOWANCE.forEach((word, allowed) -> assertThat(found.getOrDefault(word, List.of()))
                .as("'%s' is in %s; write who or what is meant, or lower the allowance", word, found.get(word))
                .hasSize(allowed));
    }

    private static List<Path> files() throws IOException {
        try (var main = Files.walk(Path.of("src/main"));
                var docs = Files.walk(Path.of("docs"));
                var root = Files.list(Path.of(""))) {
            return Stream.of(main, docs, root.filter(file -> file.toString().endsWith(".md")))
                    .flatMap(files -> files)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
