package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.UnreachableEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the packaged service starts, and when it refuses to. */
@Tag("access")
class StartIT {

    private static final Map<String, String> WRONG = Map.of(
            "apic-dr.access.cache-size", "no",
            "apic-dr.access.cache-time", "soon",
            "apic-dr.access.mode", "open",
            "apic-dr.access.open.health", "perhaps",
            "apic-dr.capture.schedul", "off",
            "apic-dr.health.every", "fast",
            "apic-dr.portals", "A/b",
            "apic-dr.sftp.port", "ssh",
            "https.proxy", "http://user:top-secret@proxy",
            "kubeconfig", "/nowhere/kubeconfig");

    private static final List<String> LATER = List.of(
            "io.fabric8.kubernetes.api.model.PersistentVolume",
            "io.quarkus.qute.",
            "io.smallrye.openapi.",
            "org.yaml.snakeyaml.");

    @TempDir
    private Path folder;

    @Test
    void names_everything_that_is_wrong_with_the_configuration_at_once() {
        var environment = new HashMap<>(System.getenv());
        environment.put("APIC_DR_SFTP_HOSTNAME", "sftp.example.com");
        environment.put("APIC_DR_SERVICE_HOST", "10.0.0.1");
        environment.put("APIC_DR_CAPTURE_ON_START", "maybe");

        try (var service = RunningService.start(folder, WRONG, environment)) {
            assertThat(service.isRunning()).isFalse();
            assertThat(service.log())
                    .contains("APIC_DR_SFTP_HOSTNAME: This environment variable is unknown. Did you mean ")
                    .doesNotContain("APIC_DR_SERVICE_HOST", "sftp.example.com", "SRCFG")
                    .contains("apic-dr.capture.on-start: 'maybe' is neither true nor false.")
                    .contains("apic-dr.capture.schedul: This property is unknown. Did you mean ")
                    .contains("apic-dr.health.every: 'fast' is not a duration.")
                    .contains("apic-dr.access.cache-size: 'no' ")
                    .contains("apic-dr.access.cache-time: 'soon' ")
                    .contains("apic-dr.access.mode: 'open' ")
                    .contains("apic-dr.access.open.health: 'perhaps' ")
                    .contains("apic-dr.portals: 'A/b'")
                    .contains("apic-dr.seal.recipients: ")
                    .contains("apic-dr.seal.signing-key-file: ")
                    .contains("apic-dr.sftp.host: ")
                    .contains("apic-dr.sftp.known-hosts-file: ")
                    .contains("apic-dr.sftp.path: ")
                    .contains("apic-dr.sftp.port: ")
                    .contains("apic-dr.sftp.password-file: ")
                    .contains("apic-dr.sftp.username: ")
                    .contains("apic-dr.site: ")
                    .contains("HTTPS_PROXY: ")
                    .contains("KUBECONFIG: there is no file /nowhere/kubeconfig")
                    .doesNotContain("top-secret", "Caused by");
        }
    }

    @Test
    void refuses_to_listen_openly_without_being_told_to() {
        var properties = UnreachableEnvironment.properties(folder);
        properties.put("quarkus.http.host", "0.0.0.0");

        try (var service = RunningService.start(folder, properties)) {
            assertThat(service.isRunning()).isFalse();
            assertThat(service.log()).contains("apic-dr.access.listen-openly: ").doesNotContain("apic-dr.sftp");
        }
    }

    @Test
    void listens_openly_where_it_is_told_to() {
        var properties = UnreachableEnvironment.properties(folder);
        properties.put("quarkus.http.host", "0.0.0.0");
        properties.put("apic-dr.access.listen-openly", "true");

        try (var service = RunningService.start(folder, properties)) {
            assertThat(service.isRunning()).isTrue();
        }
    }

    @Test
    void answers_what_it_can_while_neither_the_store_nor_the_api_server_is_there() {
        try (var service = RunningService.start(folder, UnreachableEnvironment.properties(folder))) {
            var apiClient = new ApiClient(service);

            apiClient.get("/api/v1/trust").then().statusCode(200);
            apiClient
                    .get("/api/v1/subsystems")
                    .then()
                    .statusCode(503)
                    .body("type", is("urn:apic-dr:problem:cluster-unavailable"))
                    .body("detail", containsString("https://127.0.0.1:1/"));
            apiClient
                    .get("/api/v1/bundles")
                    .then()
                    .statusCode(503)
                    .body("type", is("urn:apic-dr:problem:store-unavailable"))
                    .body("detail", containsString("127.0.0.1:1"));
        }
    }

    @Test
    void warns_that_no_token_is_asked_for() {
        try (var service = RunningService.start(folder, UnreachableEnvironment.properties(folder))) {
            assertThat(service.log().lines())
                    .filteredOn(line -> line.contains("apic-dr.access.mode=none: no token is required"))
                    .singleElement()
                    .asString()
                    .contains("WARN");
        }
    }

    @Test
    void lets_nobody_in_while_the_api_server_cannot_be_asked_who_it_is() {
        var properties = UnreachableEnvironment.properties(folder);
        properties.put("apic-dr.access.mode", "kubernetes");

        try (var service = RunningService.start(folder, properties)) {
            new ApiClient(service).get("/api/v1/trust").then().statusCode(401);
            new ApiClient(service, "any")
                    .get("/api/v1/trust")
                    .then()
                    .statusCode(503)
                    .body("type", is("urn:apic-dr:problem:cluster-unavailable"))
                    .body("detail", containsString("tokenreviews"));
            new ApiClient(service).get("/q/health/live").then().statusCode(200);
            assertThat(service.log()).doesNotContain("no token is required").doesNotContain("asynchronous load");
        }
    }

    /** A thousand classes cost about 13 MB: what only a later request needs is loaded by that request, if at all. */
    @Test
    void loads_no_classes_that_only_a_later_request_needs() throws IOException {
        var classes = folder.resolve("classes.log");

        try (var service = RunningService.start(
                folder, UnreachableEnvironment.properties(folder), List.of("-Xlog:class+load:file=" + classes))) {
            assertThat(service.isRunning()).isTrue();
            var loaded = Files.readAllLines(classes);
            assertThat(loaded).anyMatch(line -> line.contains("] org.apicdr."));
            assertThat(loaded)
                    .filteredOn(line -> LATER.stream().anyMatch(later -> line.contains("] " + later)))
                    .isEmpty();
        }
    }
}
