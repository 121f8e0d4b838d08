package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a verification proves and what it does not, by what the service holds and by what the subsystem is now. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class VerificationIT {

    private static final String OUTCOMES = "checks.findAll { it.level == '%s' }.outcome";
    private static final String DETAILS = "checks.findAll { it.level == '%s' && it.outcome == '%s' }.detail.join(' ')";

    private static final int TESTS = 5;

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final List<String> namespaces;
    private final Iterator<String> unused;
    private final RunningService service;
    private final RunningService withoutIdentity;

    /** Of the present test alone. */
    private SampleSubsystem subsystem;

    VerificationIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        this.namespaces =
                Stream.generate(() -> api.namespace("verified")).limit(TESTS).toList();
        this.unused = namespaces.iterator();
        this.service = service(Map.of());
        this.withoutIdentity = service(Map.of("apic-dr.seal.identity-file", ""));
    }

    @BeforeEach
    void createSubsystem() {
        subsystem = SampleSubsystem.release1005WithPortal(api.client(), unused.next());
    }

    @AfterAll
    void stop() {
        service.close();
        withoutIdentity.close();
        parts.close();
    }

    @Test
    void a_rightly_signed_bundle_that_lacks_a_secret_is_not_complete() {
        subsystem.deleteSecret("management-governance-cred");

        var apiClient = new ApiClient(service);
        apiClient
                .capture(subsystem, Map.of())
                .then()
                .statusCode(409)
                .body("missing", is(List.of("management-governance-cred")));
        String id = apiClient
                .capture(subsystem, Map.of("force", true))
                .then()
                .statusCode(201)
                .body("id", endsWith("-dirty"))
                .body("manifest.subsystems[0].missing", is(List.of("management-governance-cred")))
                .extract()
                .path("id");

        apiClient
                .verify(subsystem, id)
                .then()
                .body("verdict", is("fail"))
                .body(OUTCOMES.formatted("authentic"), not(hasItem("fail")))
                .body(DETAILS.formatted("complete", "fail"), containsString("management-governance-cred"));
    }

    @Test
    void a_required_credential_that_the_status_did_not_name_is_not_complete_by_manifest_and_by_payload() {
        subsystem.setStatus(status -> status.remove("juhuCredentialSecret"));
        String id;
        try (var lenient = service(Map.of("apic-dr.capture.required-credentials", "atmCredentialSecret"))) {
            id = new ApiClient(lenient).captures(subsystem);
        }

        for (var strict : List.of(service, withoutIdentity)) {
            new ApiClient(strict)
                    .verify(subsystem, id, "complete")
                    .then()
                    .body("verdict", is("fail"))
                    .body(DETAILS.formatted("complete", "fail"), containsString("status.juhuCredentialSecret"));
        }
    }

    @Test
    void without_an_identity_what_is_inside_is_not_proven() {
        var apiClient = new ApiClient(withoutIdentity);
        var id = apiClient.captures(subsystem);

        apiClient
                .verify(subsystem, id)
                .then()
                .body("verdict", is("pass"))
                .body("notProven", is(List.of("openable", "restorable")))
                .body(DETAILS.formatted("openable", "skipped"), containsString("apic-dr.seal.identity-file"));
        apiClient.verify(subsystem, id, "openable").then().body("verdict", is("warn"));
    }

    @Test
    void a_rotated_secret_and_a_changed_endpoint_are_named_but_no_value_of_a_secret() {
        var apiClient = new ApiClient(service);
        var id = apiClient.captures(subsystem);
        var values = new ArrayList<>(subsystem.secretData("portal-enc-key").values());
        subsystem.rotateSecret("portal-enc-key");
        values.addAll(subsystem.secretData("portal-enc-key").values());
        var cluster = subsystem.managementCluster();
        cluster.setAdditionalProperty("spec", withOtherManagerHost(cluster.get("spec")));
        subsystem.client().resource(cluster).update();

        var answer = apiClient.verify(subsystem, id, "current");

        answer.then()
                .body("verdict", is("fail"))
                .body(
                        DETAILS.formatted("current", "fail"),
                        allOf(
                                containsString("secret portal-enc-key has changed"),
                                containsString("and is other.example.com")));
        assertThat(values)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(answer.asString())
                        .doesNotContain(value)
                        .doesNotContain(new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1)));
        apiClient.capture(subsystem, Map.of("onlyIfChanged", true)).then().statusCode(201);
    }

    @Test
    void a_new_signing_key_never_means_drift() {
        var id = new ApiClient(service).captures(subsystem);
        var key = SshKeygen.keyPair(parts.folder().resolve("second-key"), "ed25519", "")
                .toString();
        var former = parts.signingKey().toString();

        assertCurrent(id, Map.of("apic-dr.seal.former-signing-key-files", former), key, "pass", "pass");
        assertCurrent(id, Map.of(), key, "pass", "pass");
        assertCurrent(id, Map.of("apic-dr.seal.identity-file", ""), key, "warn", "skipped");
    }

    private void assertCurrent(String id, Map<String, String> more, String key, String verdict, String outcome) {
        var properties = new HashMap<>(more);
        properties.put("apic-dr.seal.signing-key-file", key);
        properties.put(
                "apic-dr.seal.allowed-signers-file", parts.allowedSigners().toString());
        try (var rotated = service(properties)) {
            new ApiClient(rotated)
                    .verify(subsystem, id, "current")
                    .then()
                    .body("verdict", is(verdict))
                    .body(OUTCOMES.formatted("current"), hasItem(outcome));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> withOtherManagerHost(Object spec) {
        var changed = new HashMap<>((Map<String, Object>) spec);
        changed.put(
                "apiManagerEndpoint",
                Map.of("hosts", List.of(Map.of("name", "other.example.com", "secretName", "apim-endpoint"))));
        return changed;
    }

    private RunningService service(Map<String, String> more) {
        var properties = parts.properties(namespaces);
        properties.putAll(more);
        return RunningService.start(parts.folder(), properties);
    }
}
