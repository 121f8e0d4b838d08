package org.apicdr.e2e;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
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
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The status page and the Swagger UI of the packaged service, in a real browser. */
@ExtendWith({KubeApiExtension.class, OperatedService.Extension.class})
@EnabledIf(
        value = "org.apicdr.testsupport.Chromium#available",
        disabledReason = "no /usr/bin/chromium and /usr/bin/chromedriver: install chromium and chromium-driver")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("the service that several classes share")
@Tag("docs")
class BrowserIT {

    private final IntegrationEnvironment parts;
    private final RunningService service;
    private final OperatedService asking;
    private final SampleSubsystem subsystem;
    private final Chromium chromium;
    private final SwaggerUi swaggerUi;

    /** Takes a service that asks for tokens, too, which its provider closes. */
    BrowserIT(KubeApi api, OperatedService asking, @TempDir Path profile) {
        this.asking = asking;
        this.parts = IntegrationEnvironment.start(api);
        var namespace = api.namespace("browser");
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), namespace);
        this.service = parts.service(List.of(namespace));
        this.chromium = Chromium.start(profile);
        this.swaggerUi = new SwaggerUi(chromium);
    }

    @AfterAll
    void stop() {
        chromium.close();
        service.close();
        parts.close();
    }

    @Test
    void the_status_page_captures_verifies_downloads_and_deletes_and_shows_no_secret(@TempDir Path downloads)
            throws IOException {
        var secrets = new PlantedSecrets(parts, subsystem, asking.callers());
        secrets.addSecrets();
        var folder = parts.store(subsystem);
        var first = new ApiClient(service).captures(subsystem);
        Files.write(folder.resolve("planted.tar"), new byte[10]);
        chromium.console();
        chromium.download(downloads);
        chromium.open(service.address());
        chromium.awaitTitle("FAIL");
        chromium.awaitText("No. %s/management could not be recovered now".formatted(subsystem.namespace()));
        chromium.awaitText("1 file in the folder is no bundle.");

        subsystem.rotateSecret(subsystem.secrets().encryption());
        chromium.click("Capture now …");
        chromium.click("Capture");
        chromium.awaitText("Captured: ");
        var second = new ApiClient(service).latest(subsystem).path("id").toString();
        chromium.awaitText("Captured: " + second);
        chromium.click("Close: Capturing management");

        chromium.click("Verify " + second);
        chromium.awaitText("Verifying " + second + ": done");
        chromium.click("Close: Verifying " + second);
        chromium.click("Download " + second);
        chromium.awaitText("Downloaded " + second + ".tar");
        chromium.click("Close: Downloading " + second);
        chromium.click("Delete … " + second);
        chromium.click("Delete " + second);
        chromium.awaitText(second + " is the newest authentic bundle of its installation.");
        chromium.click("Close: Deleting " + second);
        chromium.click("Delete … " + first);
        chromium.click("Delete " + first);
        chromium.awaitText("Deleted " + first);
        chromium.click("Close: Deleting " + first);

        assertThat(folder.resolve(first + ".tar")).doesNotExist();
        chromium.await(loaded -> Files.exists(downloads.resolve(second + ".tar")));
        assertThat(downloads.resolve(second + ".tar"))
                .hasBinaryContent(Files.readAllBytes(folder.resolve(second + ".tar")));
        chromium.driver().findElements(By.tagName("summary")).forEach(WebElement::click);
        chromium.awaitText("RECOVERY SHEET of site " + IntegrationEnvironment.SITE);
        chromium.awaitText("PortalCluster %s/".formatted(subsystem.namespace()));
        secrets.addSecrets();
        var page = chromium.script("return document.documentElement.outerHTML").toString();
        assertThat(page).contains(second);
        assertThat(secrets.canaries().in(page.getBytes(UTF_8))).isEmpty();
        assertThat(chromium.console())
                .noneMatch(line -> line.contains("Content Security Policy") || line.contains("Uncaught"));
    }

    @Test
    void swagger_ui_captures_and_verifies_a_bundle() {
        swaggerUi.open(service.address());
        var capture = swaggerUi.expand("bundles", "captureBundle").tryOut();
        assertThat(chromium.title()).isEqualTo("apic-dr API");
        assertThat(capture.body()).isEqualTo("{}");
        capture.execute();
        swaggerUi.screenshot("swagger-ui-capture");
        var bundle = new ApiClient(service).get("/api/v1/bundles/latest");
        var id = bundle.path("id").toString();

        assertThat(capture.status()).startsWith("201");
        assertThat(capture.answer()).contains("\"id\": \"" + id + "\"");
        assertThat(bundle.<String>path("manifest.reason")).isNull();

        var verify = swaggerUi.expand("verifications", "verifyBundle").tryOut();
        assertThat(verify.entered("namespace")).isEmpty();
        assertThat(verify.body()).contains("authentic", "complete", "current");
        verify.enter("id", id).execute();
        swaggerUi.screenshot("swagger-ui-verify");

        assertThat(verify.status()).startsWith("200");
        assertThat(verify.answer()).contains("\"verdict\": \"pass\"");
        var delete = swaggerUi.expand("bundles", "deleteBundle").tryOut();
        assertThat(delete.entered("id"))
                .as("what is deleted is never filled in")
                .isEmpty();
        assertThat(chromium.loaded()).isNotEmpty().allMatch(address -> address.startsWith(service.address() + "/"));
    }

    @Test
    void swagger_ui_shows_the_tags_on_a_narrow_screen() {
        swaggerUi.open(service.address());
        chromium.resize(390, 844);

        assertThat(swaggerUi.descriptionWidths()).isNotEmpty().allMatch(width -> width > 200);
        assertThat(swaggerUi.overflow()).isZero();
        swaggerUi.screenshot("swagger-ui-narrow");
    }

    @Test
    void swagger_ui_authorizes_with_a_token_and_captures() {
        var callers = asking.callers();
        swaggerUi.open(asking.service().address());
        var capture = swaggerUi.expand("bundles", "captureBundle").tryOut().execute();
        assertThat(capture.status()).startsWith("401");

        swaggerUi.authorize(callers.token("admin"));
        swaggerUi.screenshot("swagger-ui-authorize");
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
