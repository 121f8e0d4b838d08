package org.apicdr.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apicdr.testsupport.Chromium;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Swagger UI of the packaged service, in a real browser. */
@ExtendWith({KubeApiExtension.class, OperatedService.Extension.class})
@EnabledIf(
        value = "browserAvailable",
        disabledReason = "no /usr/bin/chromium and /usr/bin/chromedriver: install chromium and chromium-driver")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("the service that several classes share")
@Tag("docs")
class BrowserIT {

    private final IntegrationEnvironment parts;
    private final RunningService service;
    private final OperatedService asking;
    private final SwaggerUi page;

    /** Takes a service that asks for tokens, too, which its provider closes. */
    BrowserIT(KubeApi api, OperatedService asking, @TempDir Path profile) {
        this.asking = asking;
        this.parts = IntegrationEnvironment.start(api);
        var namespace = api.namespace("browser");
        SampleSubsystem.release1005WithPortal(api.client(), namespace);
        this.service = parts.service(List.of(namespace));
        this.page = new SwaggerUi(profile);
    }

    static boolean browserAvailable() {
        return Chromium.available();
    }

    @AfterAll
    void stop() {
        page.close();
        service.close();
        parts.close();
    }

    @Test
    void captures_and_verifies_a_bundle_through_the_page() {
        page.open(service.address());
        var capture = page.expand("bundles", "captureBundle").tryOut();
        assertThat(page.title()).isEqualTo("apic-dr API");
        assertThat(capture.body()).isEqualTo("{}");
        capture.execute();
        page.screenshot("swagger-ui-capture");
        var bundle = new ApiClient(service).get("/api/v1/bundles/latest");
        var id = bundle.path("id").toString();

        assertThat(capture.status()).startsWith("201");
        assertThat(capture.answer()).contains("\"id\": \"" + id + "\"");
        assertThat(bundle.<String>path("manifest.reason")).isNull();

        var verify = page.expand("verifications", "verifyBundle").tryOut();
        assertThat(verify.entered("namespace")).isEmpty();
        assertThat(verify.body()).contains("authentic", "complete", "current");
        verify.enter("id", id).execute();
        page.screenshot("swagger-ui-verify");

        assertThat(verify.status()).startsWith("200");
        assertThat(verify.answer()).contains("\"verdict\": \"pass\"");
        var delete = page.expand("bundles", "deleteBundle").tryOut();
        assertThat(delete.entered("id"))
                .as("what is deleted is never filled in")
                .isEmpty();
        assertThat(page.loaded()).isNotEmpty().allMatch(address -> address.startsWith(service.address() + "/"));
    }

    @Test
    void shows_the_tags_on_a_narrow_screen() {
        page.open(service.address());
        page.narrow(390);

        assertThat(page.descriptionWidths()).isNotEmpty().allMatch(width -> width > 200);
        assertThat(page.overflow()).isZero();
        page.screenshot("swagger-ui-narrow");
    }

    @Test
    void authorizes_with_a_token_and_captures() {
        var callers = asking.callers();
        page.open(asking.service().address());
        var capture = page.expand("bundles", "captureBundle").tryOut().execute();
        assertThat(capture.status()).startsWith("401");

        page.authorize(callers.token("admin"));
        page.screenshot("swagger-ui-authorize");
        capture.execute("201");

        assertThat(capture.answer()).contains("\"requestedBy\": \"%s\"".formatted(callers.username("admin")));
    }

    @Test
    void the_packaged_service_serves_the_committed_document() throws IOException {
        var served = given().baseUri(service.address().toString())
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        var yaml = new YAMLMapper();
        assertThat(yaml.readTree(served))
                .isEqualTo(yaml.readTree(Path.of("docs", "openapi.yaml").toFile()));
    }
}
