package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, as the cluster's own RBAC has it: two subsystems, and callers who have a role beside one of them. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("access")
class AccessIT {

    private static final String BUNDLES = "/api/v1/bundles";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};

    private static final Duration CACHE_TIME = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final SampleSubsystem mine;
    private final SampleSubsystem others;
    private final Callers callers;
    private final RunningService service;

    AccessIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        this.mine = SampleSubsystem.release1001(api.client(), api.namespace("mine"));
        this.others = SampleSubsystem.release1001(api.client(), api.namespace("others"));
        this.callers = Callers.in(api);
        for (var role : List.of("viewer", "operator", "admin")) {
            callers.token(role);
            callers.bind(role, role, mine.namespace());
        }
        callers.token("stranger");
        callers.token("neighbour");
        callers.bind("neighbour", "admin", others.namespace());
        this.service = service(Map.of());
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BUNDLES,
                "/api/v1/status",
                "/api/v1/trust",
                "/api/v1/nothing",
                "/page",
                "/page/nothing",
                "/q/info",
                "//api/v1/trust",
                "/page/../api/v1/trust",
                "/api/v1/.."
            })
    void nothing_is_told_without_a_token(String path) {
        problem(new ApiClient(service).asks().urlEncodingEnabled(false).get(path), 401, "unauthorized")
                .header("WWW-Authenticate", is("Bearer realm=\"apic-dr\""))
                .body("detail", containsString("Authorization: Bearer"));
    }

    @Test
    void the_status_page_is_open_and_only_that() {
        new ApiClient(service).get("/").then().statusCode(200).header("Content-Type", "text/html; charset=utf-8");
        new ApiClient(service).get("/page/main.js").then().statusCode(200);
        problem(new ApiClient(service).asks().post("/"), 405, "method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "e30.e30.c2ln"})
    void a_token_that_the_api_server_does_not_know_is_refused(String token) {
        problem(new ApiClient(service, token).get(BUNDLES), 401, "unauthorized")
                .header("WWW-Authenticate", is("Bearer realm=\"apic-dr\", error=\"invalid_token\""));
    }

    @Test
    void a_call_without_a_token_changes_nothing() {
        problem(new ApiClient(service).capture(mine, Map.of()), 401, "unauthorized");
        problem(new ApiClient(service, "wrong").capture(mine, Map.of()), 401, "unauthorized");

        as("viewer").get(BUNDLES).then().statusCode(200);
    }

    @Test
    void a_path_that_does_not_exist_is_not_found_with_a_token() {
        problem(as("stranger").get("/api/v1/nothing"), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/metrics", "/q/openapi", "/q/swagger-ui/"})
    void probes_metrics_and_document_are_open(String path) {
        new ApiClient(service).get(path).then().statusCode(200);
    }

    @Test
    void health_has_details_for_those_who_may_list_subsystems() {
        var path = "/q/health/group/dependencies";
        var data = "checks.findAll { it.data != null }.name";
        callers.token("observer");
        for (var namespace : List.of(mine.namespace(), others.namespace())) {
            callers.bind("observer", "viewer", namespace);
        }

        new ApiClient(service)
                .get(path)
                .then()
                .statusCode(200)
                .body("status", is("UP"))
                .body("checks.name", containsInAnyOrder("store", "cluster"))
                .body(data, is(List.of()));
        as("viewer").get(path).then().statusCode(200).body(data, is(List.of()));
        as("stranger").get(path).then().statusCode(200).body(data, is(List.of()));
        new ApiClient(service, "wrong").get(path).then().statusCode(200).body(data, is(List.of()));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> as("observer").get(path).then().body(data, containsInAnyOrder("store", "cluster")));
    }

    @Test
    void a_viewer_lists_and_may_not_capture() {
        var id = as("operator").captures(mine);
        var viewer = as("viewer");

        viewer.get(BUNDLES).then().statusCode(200).body("items.id", hasItem(id));
        viewer.get(BUNDLES + "/" + id).then().statusCode(200);
        viewer.latest(mine).then().statusCode(200);
        viewer.get("/api/v1/trust").then().statusCode(200);
        viewer.get("/api/v1/subsystems").then().statusCode(200).body("items.namespace", is(List.of(mine.namespace())));

        List<String> before = viewer.get(BUNDLES).path("items.id");
        problem(viewer.capture(mine, Map.of()), 403, "forbidden")
                .body(
                        "detail",
                        allOf(
                                containsString(callers.username("viewer") + " may not create bundles"),
                                containsString("group apic-dr.io"),
                                containsString("namespace " + mine.namespace()),
                                containsString("apic-dr-operator")));
        problem(viewer.verify(mine, id), 403, "forbidden")
                .body("detail", containsString("create bundles/verifications"));
        viewer.get(BUNDLES).then().body("items.id", is(before));
    }

    @Test
    void an_operator_captures_and_verifies_and_neither_downloads_nor_deletes() {
        var apiClient = as("operator");

        var id = apiClient.captures(mine);

        apiClient
                .get(BUNDLES + "/" + id)
                .then()
                .body("manifest.requestedBy", is(callers.username("operator")))
                .body("manifest.trigger", is("api"));
        apiClient.verify(mine, id).then().statusCode(200).body("verdict", is("pass"));
        problem(apiClient.get(archive(id)), 403, "forbidden").body("detail", containsString("get bundles/archive"));
        problem(apiClient.get(archive("latest")), 403, "forbidden").body("detail", containsString("apic-dr-admin"));
        problem(apiClient.asks().delete(BUNDLES + "/" + id), 403, "forbidden")
                .body("detail", containsString("delete bundles"));
        apiClient.get(BUNDLES + "/" + id).then().statusCode(200);
    }

    @Test
    void an_admin_downloads_and_deletes() {
        var id = as("operator").captures(mine);
        as("operator").captures(mine);
        var admin = as("admin");

        admin.get(archive(id)).then().statusCode(200).header("Content-Type", is("application/x-tar"));
        admin.asks().delete(BUNDLES + "/" + id).then().statusCode(204);
        problem(admin.get(BUNDLES + "/" + id), 404, "bundle-not-found");
    }

    @Test
    void where_no_namespace_is_named_the_permitted_one_is_meant() {
        as("operator").asks().post(BUNDLES).then().statusCode(201).header("Location", containsString(mine.namespace()));
        as("neighbour")
                .asks()
                .post(BUNDLES)
                .then()
                .statusCode(201)
                .header("Location", containsString(others.namespace()));
    }

    @Test
    void lists_show_permitted_namespaces_only() {
        as("operator").captures(mine);
        as("neighbour").captures(others);

        as("viewer").get(BUNDLES).then().body("items.namespace", everyItem(is(mine.namespace())));
        as("neighbour").get(BUNDLES).then().body("items.namespace", everyItem(is(others.namespace())));
        problem(as("viewer").get(BUNDLES + "?namespace=" + others.namespace()), 403, "forbidden");
        problem(as("stranger").get(BUNDLES), 403, "forbidden")
                .body("detail", allOf(containsString(mine.namespace()), containsString(others.namespace())));
        problem(as("stranger").get("/api/v1/trust"), 403, "forbidden").body("detail", containsString("get trust"));
        problem(as("stranger").get("/api/v1/subsystems"), 403, "forbidden");
    }

    @Test
    void whether_and_to_when_a_recovery_would_succeed_is_told_where_it_is_permitted() {
        var run = "database-backups/20261122t030000z-1f9a3c2b";
        for (var path : List.of("recoverability", "recovery-points", run)) {
            var url = "/api/v1/%s?cluster=management&namespace=".formatted(path);
            problem(as("viewer").get(url + others.namespace()), 403, "forbidden");
            assertThat(as("viewer").get(url + mine.namespace()).statusCode()).isNotEqualTo(403);
        }
        problem(as("viewer").asks().post("/api/v1/database-backups"), 403, "forbidden");
        problem(as("operator").asks().post("/api/v1/database-backups"), 409, "database-backups-disabled");
    }

    @Test
    void what_a_namespace_contains_is_compared_only_for_those_who_may_read_plans_there() {
        var id = as("operator").captures(mine);
        var plan = BUNDLES + "/" + id + "/recovery-plan";

        as("operator").get(plan).then().statusCode(200).body("secrets.state", everyItem(is("equal")));
        problem(as("operator").get(plan + "?namespace=" + others.namespace()), 403, "forbidden");
        problem(as("viewer").get(plan), 403, "forbidden").body("detail", containsString("apic-dr-operator"));
        problem(as("neighbour").get(plan), 404, "bundle-not-found");
        problem(as("neighbour").get(plan + "?namespace=" + others.namespace()), 404, "bundle-not-found");
        problem(as("stranger").get(plan), 404, "bundle-not-found");
    }

    @Test
    void bundles_are_restored_by_administrators_alone() {
        var id = as("operator").captures(mine);
        var restorations = BUNDLES + "/" + id + "/restorations";
        var restoration = restorations + "/20261122t030000z-1f9a3c2b";

        for (var caller : List.of("viewer", "operator")) {
            problem(as(caller).asks().post(restorations), 403, "forbidden")
                    .body("detail", containsString("apic-dr-admin"));
            problem(as(caller).get(restoration), 403, "forbidden");
            problem(as(caller).asks().delete(restoration), 403, "forbidden");
        }
        problem(as("stranger").asks().post(restorations), 404, "bundle-not-found");
        problem(as("admin").asks().post(restorations), 409, "restore-disabled");
        problem(as("admin").get(restoration), 404, "restoration-not-found");
        problem(as("admin").asks().delete(restoration), 404, "restoration-not-found");
    }

    @Test
    void a_bundle_that_may_not_be_seen_does_not_exist() {
        var id = as("neighbour").captures(others);
        var missing = id.replaceAll("[0-9a-f]{8}$", "00000000");

        for (var path : List.of(id, id + "?namespace=" + others.namespace(), missing)) {
            problem(as("viewer").get(BUNDLES + "/" + path), 404, "bundle-not-found");
            problem(as("stranger").get(BUNDLES + "/" + path), 404, "bundle-not-found");
        }
        problem(as("admin").get(archive(id)), 404, "bundle-not-found");
        problem(as("admin").asks().delete(BUNDLES + "/" + id + "?force=true"), 404, "bundle-not-found");
        problem(as("operator").verify(others, id), 404, "bundle-not-found");
        as("neighbour").get(BUNDLES + "/" + id).then().statusCode(200);
    }

    @Test
    void a_folder_of_a_namespace_that_is_not_served_is_shown_by_name_to_whom_it_is_permitted() throws IOException {
        var former = api.namespace("former");
        var id = as("operator").captures(mine);
        var folder = parts.store()
                .resolve(IntegrationEnvironment.SITE)
                .resolve(former)
                .resolve(mine.name());
        Files.createDirectories(folder);
        Files.copy(parts.store(mine).resolve(id + ".tar"), folder.resolve(id + ".tar"));

        as("viewer").get(BUNDLES).then().body("items.namespace", not(hasItem(former)));
        problem(as("viewer").get(BUNDLES + "?namespace=" + former), 403, "forbidden");

        callers.token("archivist");
        callers.bind("archivist", "viewer", former);
        await().atMost(PATIENCE)
                .untilAsserted(() -> as("archivist")
                        .get(BUNDLES + "?namespace=" + former)
                        .then()
                        .statusCode(200)
                        .body("items.id", is(List.of(id))));
    }

    @Test
    void a_revoked_binding_takes_effect_within_the_cache_time() {
        callers.token("leaver");
        callers.bind("leaver", "viewer", mine.namespace());
        var leaver = as("leaver");
        await().atMost(PATIENCE).until(() -> leaver.get(BUNDLES).statusCode() == 200);

        callers.unbind("leaver", mine.namespace());

        await().atMost(CACHE_TIME.plusSeconds(4))
                .until(() -> leaver.get(BUNDLES).statusCode() == 403);
    }

    @Test
    void calls_and_refusals_are_audited_without_the_token() {
        var id = as("operator").captures(mine);
        as("viewer").asks().header("X-Request-Id", "audit-1").delete(BUNDLES + "/" + id);
        as("admin").asks().header("X-Request-Id", "audit-2").get(archive(id));
        new ApiClient(service, "wrong").asks().header("X-Request-Id", "audit-3").get(BUNDLES);

        assertThat(audited("audit-1"))
                .containsEntry("who", callers.username("viewer"))
                .containsEntry("verb", "delete bundles")
                .containsEntry("bundleId", id)
                .containsEntry("outcome", "refused")
                .containsEntry("status", "403")
                .containsEntry("reason", "forbidden");
        assertThat(audited("audit-2"))
                .containsEntry("who", callers.username("admin"))
                .containsEntry("verb", "get bundles/archive")
                .containsEntry("namespace", mine.namespace())
                .containsEntry("bundleId", id)
                .containsEntry("outcome", "done")
                .doesNotContainKey("reason");
        assertThat(audited("audit-3"))
                .containsEntry("who", "anonymous")
                .containsEntry("verb", "GET")
                .containsEntry("path", BUNDLES)
                .containsEntry("reason", "unauthorized");
        assertThat(service.log()).doesNotContain(callers.token("viewer").split("\\.", -1)[1]);
    }

    @Test
    void pages_can_be_closed_and_tokens_be_meant_for_this_service() {
        var properties = Map.of(
                "apic-dr.access.audiences", "first,second",
                "apic-dr.access.open.health", "false",
                "apic-dr.access.open.metrics", "false",
                "apic-dr.access.open.openapi", "false");
        var right = api.serviceAccountToken(callers.home(), "viewer", "second");
        var wrong = api.serviceAccountToken(callers.home(), "viewer", "another");
        try (var strict = service(properties)) {
            for (var path : List.of("/q/health/live", "/q/metrics", "/q/openapi", "/q/swagger-ui/")) {
                problem(new ApiClient(strict).get(path), 401, "unauthorized");
                new ApiClient(strict, right).get(path).then().statusCode(200);
            }
            new ApiClient(strict, right).get(BUNDLES).then().statusCode(200);
            problem(new ApiClient(strict, wrong).get(BUNDLES), 401, "unauthorized");
            problem(new ApiClient(strict, callers.token("viewer")).get(BUNDLES), 401, "unauthorized");
        }
    }

    @Test
    void a_token_for_the_api_server_is_accepted_only_without_audiences() {
        var token = api.serviceAccountToken(callers.home(), "viewer");

        problem(new ApiClient(service, token).get(BUNDLES), 401, "unauthorized");
        try (var lenient = service(Map.of("apic-dr.access.audiences", ""))) {
            new ApiClient(lenient, token).get(BUNDLES).then().statusCode(200);
            problem(new ApiClient(lenient, callers.token("viewer")).get(BUNDLES), 401, "unauthorized");
        }
    }

    @Test
    void a_service_that_may_not_ask_says_what_to_grant() {
        var lacking =
                api.kubeconfig(parts.folder(), callers.home(), api.serviceAccountToken(callers.home(), "service"));
        try (var helpless = service(Map.of("kubeconfig", lacking.toString()))) {
            problem(new ApiClient(helpless, callers.token("viewer")).get(BUNDLES), 503, "cluster-forbidden")
                    .body("detail", containsString("may not create tokenreviews.authentication.k8s.io"));
        }
    }

    private RunningService service(Map<String, String> more) {
        var properties = parts.properties(List.of(mine.namespace(), others.namespace()));
        properties.put("apic-dr.access.mode", "kubernetes");
        properties.put("apic-dr.access.cache-time", CACHE_TIME.toMillis() + "ms");
        properties.putAll(more);
        return RunningService.start(parts.folder(), properties);
    }

    private ApiClient as(String name) {
        return new ApiClient(service, callers.token(name));
    }

    private static String archive(String bundle) {
        return "%s/%s/archive".formatted(BUNDLES, bundle);
    }

    private static ValidatableResponse problem(Response answer, int status, String slug) {
        return answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", is("urn:apic-dr:problem:" + slug));
    }

    /** The fields of the one line on a request. */
    private Map<String, String> audited(String requestId) {
        return await().atMost(PATIENCE)
                .until(
                        () -> service.log()
                                .lines()
                                .filter(line -> line.contains("org.apicdr.access.Audit") && line.endsWith("}"))
                                .map(line -> JSON.convertValue(parse(line).path("mdc"), FIELDS))
                                .filter(fields -> requestId.equals(fields.get("requestId")))
                                .toList(),
                        lines -> lines.size() == 1)
                .get(0);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("no JSON: " + line, e);
        }
    }
}
