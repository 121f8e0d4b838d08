package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apicdr.bundle.BadBundles;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleForge.Forged;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every bundle there is, the largest, the worst and a thousand, in 64 mebibytes of memory. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class BadBundlesIT {

    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError");

    private static final int MEBIBYTE = 1 << 20;

    private static final String LISTS = "management/database-backups.yaml";

    private final IntegrationEnvironment parts;
    private final BundleForge forge;
    private final Path folder;
    private final RunningService service;
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");

    BadBundlesIT(KubeApi api) throws IOException {
        this.parts = IntegrationEnvironment.start(api);
        var keys = Files.createDirectory(parts.folder().resolve("forge"));
        this.forge = new BundleForge(keys);
        this.folder = Files.createDirectories(
                parts.store().resolve(BundleForge.SITE).resolve("apic").resolve("management"));
        var properties = new HashMap<>(parts.properties(List.of(api.namespace("bad"))));
        properties.put("apic-dr.request-timeout", "10m");
        properties.put("apic-dr.site", BundleForge.SITE);
        properties.put("apic-dr.seal.signing-key-file", keys.resolve("signer").toString());
        properties.put("apic-dr.seal.identity-file", keys.resolve("identity").toString());
        this.service = RunningService.start(parts.folder(), properties, SMALL);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @BeforeEach
    void emptyTheStore() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.tar")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }

    @Test
    void bad_bundles_fail_and_large_ones_pass() throws IOException {
        var expected = new HashMap<String, String>();
        for (var bad : BadBundles.of(forge, time)) {
            Files.write(folder.resolve(bad.id() + ".tar"), bad.file());
            expected.put(bad.id().value(), bad.why());
            time = bad.id().createdAt().plusSeconds(1);
        }
        var good = List.of(
                store(Map.of(LISTS, new byte[127 * MEBIBYTE])),
                store(Map.of(LISTS, noise(62 * MEBIBYTE))),
                store(secrets()));

        var found = verifyAll();

        assertThat(found).hasSize(expected.size() + good.size());
        assertThat(good.subList(0, 2)).allSatisfy(id -> assertThat(found).containsEntry(id, "pass "));
        assertThat(found.get(good.get(2))).startsWith("warn the resources in the payload exceed 8388608 bytes");
        expected.forEach((id, why) ->
                assertThat(found.get(id)).as(id).startsWith("fail ").contains(why));
    }

    @Test
    void a_thousand_bundles_pass() throws IOException {
        var settings = "name: \"management\"\n".getBytes(UTF_8);
        for (int i = 0; i < 1_000; i++) {
            store(Map.of("management/settings.yaml", settings, LISTS, noise(20_000)));
        }

        assertThat(verifyAll())
                .hasSize(1_000)
                .allSatisfy((id, said) -> assertThat(said).as(id).isEqualTo("pass "));
    }

    /** What was said of each bundle. */
    private Map<String, String> verifyAll() {
        var report = new ApiClient(service)
                .asks()
                .queryParam("limit", 1_000)
                .body(Map.of("levels", List.of("stored", "authentic", "openable")))
                .post("/api/v1/verifications")
                .then()
                .statusCode(200)
                .body("remaining", is(0))
                .extract();
        var found = new HashMap<String, String>();
        for (var item : report.<List<Map<String, Object>>>path("items")) {
            found.put(String.valueOf(item.get("bundleId")), item.get("verdict") + " " + details(item));
        }
        assertThat(service.isRunning()).as(service.log()).isTrue();
        assertThat(service.log()).doesNotContain("OutOfMemoryError");
        return found;
    }

    @SuppressWarnings("unchecked")
    private static String details(Map<String, Object> item) {
        var details = new StringBuilder();
        var checks = (List<Map<String, Object>>) item.getOrDefault("checks", new ArrayList<>());
        checks.forEach(check -> details.append(check.get("detail")).append("; "));
        return details.toString();
    }

    private String store(Map<String, byte[]> files) throws IOException {
        Forged forged = forge.of(time, files);
        time = time.plus(Duration.ofSeconds(1));
        Files.write(folder.resolve(forged.id() + ".tar"), forged.file());
        return forged.id().value();
    }

    private static Map<String, byte[]> secrets() {
        var secret = new byte[MEBIBYTE];
        Arrays.fill(secret, (byte) 'a');
        var secrets = new HashMap<String, byte[]>();
        for (int i = 0; i < 100; i++) {
            secrets.put("management/secrets/s%d.yaml".formatted(i), secret);
        }
        return secrets;
    }

    private static byte[] noise(int size) {
        var noise = new byte[size];
        new Random(size).nextBytes(noise);
        return noise;
    }
}
