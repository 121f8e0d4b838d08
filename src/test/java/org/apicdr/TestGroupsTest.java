package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.junit.ArchTag;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/** The tags by which CONTRIBUTING.md runs a part of the tests. */
@Tag("unit")
class TestGroupsTest {

    private static final Path SOURCES = Path.of("src/test/java");

    private static final Set<String> GROUPS = Set.of("unit", "rest", "store", "access", "docs");

    @Test
    void every_test_class_is_in_one_group_and_may_be_slow() throws IOException {
        var classes = testClasses();

        assertThat(classes).hasSizeGreaterThan(150).allSatisfy(type -> {
            var tags = tags(type);
            assertThat(tags).as(type.getName()).filteredOn(GROUPS::contains).hasSize(1);
            assertThat(tags)
                    .as(type.getName())
                    .filteredOn(tag -> !GROUPS.contains(tag))
                    .isSubsetOf("slow", QuarkusTest.class.getName());
        });
    }

    private static List<Class<?>> testClasses() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.map(file -> SOURCES.relativize(file).toString())
                    .filter(name -> name.endsWith("Test.java") || name.endsWith("IT.java"))
                    .<Class<?>>map(TestGroupsTest::load)
                    .toList();
        }
    }

    private static Class<?> load(String file) {
        var name = file.replaceFirst("\\.java$", "").replace('/', '.');
        try {
            return Class.forName(name, false, TestGroupsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> tags(Class<?> type) {
        return Stream.concat(
                        AnnotationSupport.findRepeatableAnnotations(type, Tag.class).stream()
                                .map(Tag::value),
                        AnnotationSupport.findRepeatableAnnotations(type, ArchTag.class).stream()
                                .map(ArchTag::value))
                .toList();
    }
}
