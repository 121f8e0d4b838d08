package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the store remembers of verifications, for an account that may add files and neither change nor remove them. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class StoredVerdictsIT {

    private static final int TESTS = 4;

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final List<String> namespaces;
    private final Iterator<String> unused;
    private final RunningService service;

    /** Of the present test alone. */
    private SampleSubsystem subsystem;

    StoredVerdictsIT(KubeApi api) throws IOException {
        this.api = api;
        this.parts =
                IntegrationEnvironment.start(api, OpenSshServer.start(OpenSshServer.APPEND_ONLY, List.of("ed25519")));
        this.namespaces =
                Stream.generate(() -> api.namespace("remembered")).limit(TESTS).toList();
        this.unused = namespaces.iterator();
        this.service = service(Map.of());
    }

    @BeforeEach
    void createSubsystem() throws IOException {
        subsystem = SampleSubsystem.release1001(api.client(), unused.next());
        for (var folder : List.of(".incoming", ".verified")) {
            Files.createDirectories(parts.store(subsystem).resolve(folder));
        }
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void a_verdict_survives_a_restart_and_a_new_signing_key() {
        var id = new ApiClient(service).captures(subsystem);
        new ApiClient(service).verify(subsystem, id).then().body("verdict", is("pass"));

        try (var restarted = service(Map.of())) {
            assertRemembered(restarted, id, "pass");
        }
        try (var rotated = service(rotated("former", parts.signingKey().toString()))) {
            assertRemembered(rotated, id, "pass");
        }
        try (var forgetful = service(rotated("forgetful", ""))) {
            list(forgetful).body("items[0].verification", is(nullValue())).body("forgedVerdicts", is(1));
        }
    }

    @Test
    void the_last_verdict_counts_though_the_ones_before_it_may_not_be_removed() throws IOException {
        var apiClient = new ApiClient(service);
        var id = apiClient.captures(subsystem);
        apiClient.verify(subsystem, id).then().body("verdict", is("pass"));
        damage(id);

        apiClient.verify(subsystem, id).then().body("verdict", is("fail"));

        assertRemembered(service, id, "fail");
        assertThat(verified()).isDirectoryContaining("glob:**~pass~*").isDirectoryContaining("glob:**~fail~*");
    }

    @Test
    void a_forged_name_is_ignored_and_counted() throws IOException {
        var apiClient = new ApiClient(service);
        var id = apiClient.captures(subsystem);
        apiClient.verify(subsystem, id).then().body("verdict", is("pass"));
        Files.createFile(verified().resolve(id + "~29991231T235959Z~fail~" + "0".repeat(32)));
        Files.createFile(verified().resolve(genuine().replace("~pass~", "~fail~")));
        Files.createFile(verified().resolve("notes.txt"));

        list(service).body("items[0].verification.verdict", is("pass")).body("forgedVerdicts", is(3));
        assertThat(service.log()).containsOnlyOnce("are not verdict markers of this service");
    }

    @Test
    void a_bundle_may_not_be_deleted() {
        var apiClient = new ApiClient(service);
        var id = apiClient.captures(subsystem);

        apiClient
                .asks()
                .delete("/api/v1/bundles/{id}?force=true", id)
                .then()
                .statusCode(409)
                .body("type", is("urn:apic-dr:problem:store-append-only"))
                .body("detail", allOf(containsString(id), containsString("may only add files")));
        list(service).body("items[0].id", is(id));
    }

    private void damage(String id) throws IOException {
        var file = parts.store(subsystem).resolve(id + ".tar");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private void assertRemembered(RunningService asked, String id, String verdict) {
        list(asked).body("items[0].id", is(id)).body("items[0].verification.verdict", is(verdict));
        new ApiClient(asked).get("/api/v1/bundles/" + id).then().body("verification.verdict", is(verdict));
    }

    private ValidatableResponse list(RunningService asked) {
        return new ApiClient(asked)
                .asks()
                .header("Cache-Control", "no-cache")
                .queryParam("namespace", subsystem.namespace())
                .get("/api/v1/bundles")
                .then()
                .statusCode(200);
    }

    private Path verified() {
        return parts.store(subsystem).resolve(".verified");
    }

    private String genuine() throws IOException {
        try (var names = Files.list(verified())) {
            return names.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.contains("~pass~"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Map<String, String> rotated(String name, String former) {
        var key = SshKeygen.keyPair(parts.folder().resolve(name), "ed25519", "");
        return Map.of(
                "apic-dr.seal.signing-key-file", key.toString(),
                "apic-dr.seal.former-signing-key-files", former,
                "apic-dr.seal.allowed-signers-file", parts.allowedSigners().toString());
    }

    private RunningService service(Map<String, String> more) {
        var properties = parts.properties(namespaces);
        properties.putAll(more);
        return RunningService.start(parts.folder(), properties);
    }
}
