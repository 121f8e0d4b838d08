package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That docs/configuration.md has every property with its default, and no other. */
@Tag("docs")
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    private static final Path CLASSES = Path.of("target/classes");

    /** Property, default and meaning. */
    private static final Pattern ROW =
            Pattern.compile("^\\| `(apic-dr\\.[a-z.-]+)` \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);

    @Test
    void has_every_property_and_no_other() throws IOException {
        assertThat(defaultsOfPage()).containsOnlyKeys(properties().keySet());
    }

    @Test
    void has_the_defaults_of_the_code() throws IOException {
        var page = defaultsOfPage();

        assertThat(properties()).allSatisfy((name, value) -> {
            if (value.isEmpty()) {
                assertThat(page.get(name)).as(name).doesNotMatch("`[^`]*`");
            } else {
                assertThat(page.get(name)).as(name).isEqualTo("`" + value + "`");
            }
        });
    }

    private static Map<String, String> defaultsOfPage() throws IOException {
        return ROW.matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
    }

    /** All properties with their defaults; those that have none with an empty text. */
    private static Map<String, String> properties() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> type(name.replace(".class", "").replace('/', '.')))
                    .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                    .map(ConfigClass::configClass)
                    .flatMap(type -> ConfigMappings.getProperties(type).entrySet().stream())
                    // the members of a list
                    .filter(property -> !property.getKey().endsWith("[*]"))
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            property -> property.getValue().hasDefaultValue()
                                    ? property.getValue().getDefaultValue()
                                    : ""));
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, ConfigurationPageTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
