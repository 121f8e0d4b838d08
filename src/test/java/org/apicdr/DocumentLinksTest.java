package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That every relative link of the documents leads to a file, and every anchor to a heading. */
@Tag("docs")
class DocumentLinksTest {

    private static final Pattern CODE = Pattern.compile("^```.*?^```$|`[^`\n]*`", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern BLOCK = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    static List<Path> documents() throws IOException {
        try (var files = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md").map(Path::of), files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_relative_link_resolves(Path document) throws IOException {
        for (var link : links(document)) {
            var target = link.group(1).isEmpty()
                    ? document
                    : document.resolveSibling(link.group(1)).normalize();

            assertThat(target).as("%s: %s", document, link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).as("%s: %s", document, link.group()).contains(link.group(2));
            }
        }
    }

    private static List<MatchResult> links(Path document) throws IOException {
        var text = CODE.matcher(Files.readString(document)).replaceAll("");
        return LINK.matcher(text)
                .results()
                .filter(link -> !link.group(1).contains("://"))
                .toList();
    }

    /** The anchors that GitHub gives the headings of a document: of equal ones the later ones are numbered. */
    private static List<String> anchors(Path document) throws IOException {
        var text = BLOCK.matcher(Files.readString(document)).replaceAll("");
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(text)
                .results()
                .map(heading -> slug(heading.group(1)))
                .map(slug -> seen.merge(slug, 1, Integer::sum) == 1 ? slug : slug + "-" + (seen.get(slug) - 1))
                .collect(Collectors.toList());
    }

    private static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }
}
