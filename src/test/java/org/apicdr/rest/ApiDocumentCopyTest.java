package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed copy of the API document is what people generate clients from. */
@QuarkusTest
class ApiDocumentCopyTest extends RestTest {

    private static final Path COPY = Path.of("docs", "openapi.yaml");

    /** The order of members may differ. */
    private static final ObjectMapper YAML = new YAMLMapper();

    @Test
    void is_what_the_service_serves() throws IOException {
        var served = when().get("/q/openapi").then().statusCode(200).extract().asByteArray();

        assertThat(YAML.readTree(COPY.toFile()).equals(YAML.readTree(served)))
                .withFailMessage("docs/openapi.yaml is not what the code serves. Update it, and read the difference:"
                        + " ./mvnw -q package -Dmaven.test.skip && cp target/openapi/openapi.yaml docs/")
                .isTrue();
    }
}
