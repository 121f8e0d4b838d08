package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the build runs no tool from the network whose content it does not know. */
@Tag("docs")
class BuildToolsTest {

    @Test
    void the_maven_wrapper_knows_the_checksum_of_maven() throws IOException {
        assertThat(Files.readAllLines(Path.of(".mvn/wrapper/maven-wrapper.properties")))
                .filteredOn(line -> line.startsWith("distributionSha256Sum="))
                .singleElement()
                .asString()
                .matches("distributionSha256Sum=[0-9a-f]{64}");
    }

    @Test
    void every_package_of_npm_is_locked_with_its_checksum() throws IOException {
        var lock = new ObjectMapper()
                .readTree(Path.of("src/test/npm/package-lock.json").toFile());

        assertThat(lock.path("packages").properties())
                .hasSizeGreaterThan(100)
                .filteredOn(entry -> !entry.getKey().isEmpty())
                .extracting(Map.Entry::getValue)
                .extracting(BuildToolsTest::checksum)
                .allMatch(checksum -> checksum.startsWith("sha512-"));
    }

    @Test
    void the_build_server_installs_what_is_locked_alone() throws IOException {
        assertThat(Path.of(".ci/run"))
                .content()
                .contains("npm ci --prefix src/test/npm --ignore-scripts")
                .doesNotContain("npx", "npm install");
    }

    private static String checksum(JsonNode entry) {
        return entry.path("integrity").asText();
    }
}
