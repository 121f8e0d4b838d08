package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That docs/architecture.md names packages, levels, rules, classes and methods as they are. */
@Tag("docs")
class ArchitecturePageTest {

    private static final Path MAIN = Path.of("src/main/java/org/apicdr");

    private static final Path TESTS = Path.of("src/test/java/org/apicdr");

    /** A class, perhaps with one of its methods. */
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.([a-z][A-Za-z0-9]*))?`");

    /** A line of the tree: how deep, and which package. */
    private static final Pattern BRANCH = Pattern.compile("^([│ ]*)[├└]── ([a-z]+) +\\S.*$", Pattern.MULTILINE);

    private static final Pattern LEVEL = Pattern.compile("^\\| ([0-9]) \\| (.*) \\|$", Pattern.MULTILINE);

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?org\\.apicdr\\.([a-z]+)\\.", Pattern.MULTILINE);

    private final String page = read(Path.of("docs/architecture.md"));

    @Test
    void every_class_and_method_exists() {
        var sources = sources();
        var names = NAME.matcher(page).results().toList();

        assertThat(names).hasSizeGreaterThan(100);
        assertThat(names.stream()
                        .filter(name -> sources.stream().noneMatch(source -> has(source, name)))
                        .map(MatchResult::group))
                .isEmpty();
    }

    @Test
    void the_tree_names_every_package() throws IOException {
        var documented = new TreeSet<String>();
        var parent = "";
        for (var branch : BRANCH.matcher(page).results().toList()) {
            boolean top = branch.group(1).isEmpty();
            parent = top ? branch.group(2) : parent;
            documented.add(top ? parent : parent + "/" + branch.group(2));
        }
        try (var files = Files.walk(MAIN)) {
            assertThat(documented)
                    .containsExactlyElementsOf(new TreeSet<>(files.filter(file -> file.endsWith("package-info.java"))
                            .map(file -> MAIN.relativize(file.getParent()).toString())
                            .toList()));
        }
    }

    @Test
    void every_package_depends_on_lower_levels_only() {
        var levels = levels();

        assertThat(levels).hasSameSizeAs(topPackages());
        for (var source : sources(MAIN)) {
            var from = MAIN.relativize(source.path()).getName(0).toString();
            IMPORT.matcher(source.text())
                    .results()
                    .map(found -> found.group(1))
                    .filter(to -> !to.equals(from))
                    .forEach(to -> assertThat(levels.getOrDefault(to, 0))
                            .as("%s imports from %s", source.path(), to)
                            .isBetween(1, levels.getOrDefault(from, 0) - 1));
        }
    }

    @Test
    void every_rule_is_explained() {
        var rules = Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                .filter(field -> field.getType() == ArchRule.class)
                .map(Field::getName)
                .toList();

        assertThat(rules).isNotEmpty().allMatch(rule -> page.contains("| `" + rule + "` |"));
        assertThat(Pattern.compile("^\\| `\\w+_\\w+` \\|", Pattern.MULTILINE)
                        .matcher(page)
                        .results())
                .hasSameSizeAs(rules);
    }

    private Map<String, Integer> levels() {
        var levels = new HashMap<String, Integer>();
        LEVEL.matcher(page)
                .results()
                .forEach(row -> Arrays.stream(row.group(2).split(", ", -1))
                        .forEach(name -> levels.put(name.replace("`", ""), Integer.parseInt(row.group(1)))));
        return levels;
    }

    private static List<Path> topPackages() {
        try (var folders = Files.list(MAIN)) {
            return folders.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean has(Source source, MatchResult name) {
        var type = name.group(1);
        var method = name.group(2);
        return source.name().equals(type) && (method == null || source.text().contains(" " + method + "("));
    }

    private static List<Source> sources() {
        return Stream.of(MAIN, TESTS).flatMap(root -> sources(root).stream()).toList();
    }

    private static List<Source> sources(Path root) {
        var sources = new ArrayList<Source>();
        try (var files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> sources.add(new Source(file, read(file))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Source(Path path, String text) {

        String name() {
            return path.getFileName().toString().replace(".java", "");
        }
    }
}
