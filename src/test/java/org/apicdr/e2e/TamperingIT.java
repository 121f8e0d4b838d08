package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

/** What somebody who may write to the store can do to bundles, and what the service says to it. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class TamperingIT {

    private static final int BLOCK = 512;

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final SampleSubsystem other;
    private final RunningService service;
    private final ApiClient apiClient;

    TamperingIT(KubeApi api) {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("tampered"));
        this.other = SampleSubsystem.release1001(api.client(), api.namespace("other"));
        this.service = parts.service(List.of(subsystem.namespace(), other.namespace()));
        this.apiClient = new ApiClient(service);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void a_flipped_byte_is_noticed_wherever_it_is() throws IOException {
        var id = apiClient.captures(subsystem);
        var original = Files.readAllBytes(file(subsystem, id));

        for (int at : offsets(original)) {
            var flipped = original.clone();
            flipped[at] ^= 1;
            Files.write(file(subsystem, id), flipped);

            assertNotAuthentic(id, "byte " + at);
        }

        Files.write(file(subsystem, id), original);
        apiClient.verify(subsystem, id, "authentic").then().body("verdict", is("pass"));
    }

    @Test
    void a_cut_or_lengthened_file_is_noticed() throws IOException {
        var id = apiClient.captures(subsystem);
        var original = Files.readAllBytes(file(subsystem, id));

        for (int header : headers(original)) {
            for (int end : List.of(header, header + BLOCK, header + BLOCK + 1)) {
                Files.write(file(subsystem, id), Arrays.copyOf(original, end));
                assertNotAuthentic(id, "cut at " + end);
            }
        }
        for (int more : List.of(1, BLOCK, 2 * BLOCK)) {
            Files.write(file(subsystem, id), Arrays.copyOf(original, original.length + more));
            assertNotAuthentic(id, "longer by " + more);
        }
    }

    @Test
    void a_renamed_bundle_is_noticed() throws IOException {
        var id = apiClient.captures(subsystem);
        var renamed = id.replaceFirst("-[0-9]{8}T", "-20200101T");
        Files.copy(file(subsystem, id), file(subsystem, renamed));

        assertNotAuthentic(renamed, "renamed");
    }

    @Test
    void a_bundle_in_the_folder_of_another_namespace_is_noticed() throws IOException {
        var id = apiClient.captures(subsystem);
        apiClient.captures(other);
        Files.copy(file(subsystem, id), file(other, id));

        apiClient
                .verify(other, id, "authentic")
                .then()
                .body("verdict", is("fail"))
                .body(
                        "checks.find { it.id == 'signer' || it.id == 'identity' && it.outcome == 'fail' }",
                        not(equalTo(null)));
        apiClient.latest(other).then().body("id", not(is(id)));
    }

    @Test
    void a_manifest_of_another_bundle_is_noticed() throws IOException {
        var first = apiClient.captures(subsystem);
        var second = apiClient.captures(subsystem);
        var one = Files.readAllBytes(file(subsystem, first));
        var two = Files.readAllBytes(file(subsystem, second));

        Files.write(file(subsystem, second), withManifestOf(two, one));

        assertNotAuthentic(second, "swapped manifest");
    }

    @Test
    void a_planted_name_of_the_future_changes_nothing() throws IOException {
        var id = apiClient.captures(subsystem);
        var planted = id.replaceFirst("-[0-9]{8}T[0-9]{6}Z", "-29991231T235959Z");
        Files.copy(file(subsystem, id), file(subsystem, planted));

        apiClient.latest(subsystem).then().statusCode(200).body("id", is(id));
        apiClient
                .capture(subsystem, Map.of("onlyIfChanged", true))
                .then()
                .statusCode(200)
                .body("id", is(id));
        apiClient.capture(subsystem, Map.of()).then().statusCode(201).body("manifest.previous.id", is(id));
        apiClient
                .get("/api/v1/bundles?namespace=" + subsystem.namespace())
                .then()
                .body("items.id", not(hasItem(planted)));
    }

    private void assertNotAuthentic(String id, String what) {
        var report = apiClient
                .verify(subsystem, id, "authentic")
                .then()
                .statusCode(200)
                .extract();
        assertThat(report.<String>path("verdict")).as(what).isEqualTo("fail");
        assertThat(report.<List<String>>path("checks.findAll { it.level == 'authentic' }.outcome"))
                .as(what)
                .contains("fail");
    }

    /** First and last byte of every header, content and padding, and a sample of all else. */
    private static List<Integer> offsets(byte[] archive) {
        var offsets = new ArrayList<Integer>();
        for (int header : headers(archive)) {
            offsets.addAll(List.of(header, header + 100, header + 108, header + 124, header + 136, header + 148));
            offsets.addAll(List.of(header + 156, header + 257, header + 265, header + 345, header + BLOCK - 1));
            offsets.addAll(List.of(header + BLOCK, header + BLOCK + sizeAt(archive, header) - 1));
        }
        offsets.add(archive.length - 1);
        offsets.add(archive.length - 2 * BLOCK);
        for (int at = 0; at < archive.length; at += 4_099) {
            offsets.add(at);
        }
        return offsets;
    }

    private static List<Integer> headers(byte[] archive) {
        var headers = new ArrayList<Integer>();
        for (int at = 0;
                at < archive.length - 2 * BLOCK;
                at += BLOCK + (sizeAt(archive, at) + BLOCK - 1) / BLOCK * BLOCK) {
            headers.add(at);
        }
        return headers;
    }

    private static int sizeAt(byte[] archive, int header) {
        return Integer.parseInt(new String(archive, header + 124, 11, US_ASCII), 8);
    }

    private static byte[] withManifestOf(byte[] archive, byte[] donor) {
        int from = headers(donor).get(1);
        int to = headers(donor).get(3);
        int start = headers(archive).get(1);
        int end = headers(archive).get(3);
        var swapped = new byte[start + (to - from) + (archive.length - end)];
        System.arraycopy(archive, 0, swapped, 0, start);
        System.arraycopy(donor, from, swapped, start, to - from);
        System.arraycopy(archive, end, swapped, start + (to - from), archive.length - end);
        return swapped;
    }

    private Path file(SampleSubsystem of, String id) {
        return parts.store(of).resolve(id + ".tar");
    }
}
