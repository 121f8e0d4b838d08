package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.apicdr.crypto.Digests;
import org.apicdr.subsystem.Samples;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ManifestFileTest {

    private static final Instant TIME = Instant.parse("2026-11-22T03:00:00Z");

    private static final String SECRET = """
            {"name": "a", "role": "credential", "fingerprint": "hmac-sha256:01234567:%s"}
            """.formatted("0".repeat(64));

    private static BundleForge forge;

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @Test
    void is_written_and_read_as_the_same() throws CorruptBundleException {
        var manifest = ManifestFile.read(manifest(json -> {})).manifest();

        var written = ManifestFile.of(manifest);

        assertThat(written.manifest()).isEqualTo(manifest);
        assertThat(ManifestFile.read(written.bytes()).manifest()).isEqualTo(manifest);
        assertThat(written.sha256()).isEqualTo(Digests.sha256Hex(written.bytes()));
    }

    @Test
    void of_a_later_1_x_is_read_and_keeps_what_is_not_known_here() throws CorruptBundleException {
        var bytes = manifest(json -> {
            json.put("formatVersion", "1.7").putObject("chain").put("length", 3);
            BundleForge.entry(json).put("formFactor", "ova");
        });

        var file = ManifestFile.read(bytes);

        assertThat(file.manifest().formatVersion()).isEqualTo("1.7");
        assertThat(file.bytes()).isEqualTo(bytes);
        assertThat(file.json().at("/chain/length").asInt()).isEqualTo(3);
        assertThat(file.json().at("/subsystems/0/formFactor").asText()).isEqualTo("ova");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "0.9", "1", "10.0", "1.0.0", "1.x", "", " 1.0", "1.00000"})
    void of_another_format_is_refused(String version) {
        assertThatExceptionOfType(CorruptBundleException.class)
                .isThrownBy(() -> ManifestFile.read(manifest(json -> json.put("formatVersion", version))))
                .withMessage("manifest.json has the format version '%s'. This service reads 1.x.", version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/id",
                "/site",
                "/createdAt",
                "/trigger",
                "/producer",
                "/subsystems",
                "/recovery",
                "/recovery/name",
                "/recovery/sizeBytes",
                "/recovery/sha256",
                "/payload",
                "/payload/sha256",
                "/payload/recipients",
                "/warnings",
                "/subsystems/0/kind",
                "/subsystems/0/namespace",
                "/subsystems/0/name",
                "/subsystems/0/uid",
                "/subsystems/0/lineage",
                "/subsystems/0/siteName",
                "/subsystems/0/version",
                "/subsystems/0/endpoints",
                "/subsystems/0/settingsFingerprint",
                "/subsystems/0/secrets",
                "/subsystems/0/missing"
            })
    void without_a_member_that_must_be_there_is_refused(String pointer) {
        int slash = pointer.lastIndexOf('/');

        assertRefused(json -> ((ObjectNode) json.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1)));
        assertRefused(
                json -> ((ObjectNode) json.at(pointer.substring(0, slash))).putNull(pointer.substring(slash + 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/subsystems | []",
                "/subsystems | [null]",
                "/subsystems | {}",
                "/warnings | [null]",
                "/id | ../../etc/passwd",
                "/id | 5",
                "/createdAt | yesterday",
                "/createdAt | 1e400",
                "/createdAt | {}",
                "/recovery/sizeBytes | 1e400",
                "/recovery/sizeBytes | many",
                "/payload/recipients | [null]",
                "/previous | {}",
                "/previous | {\"id\": null, \"manifestSha256\": \"00\"}",
                "/subsystems/0/secrets | [{}]",
                "/subsystems/0/secrets | [{\"name\": \"a\", \"role\": \"nobody\"}]",
                "/subsystems/0/endpoints | []",
                "/subsystems/0/settingsFingerprint | hmac-sha256"
            })
    void with_a_member_of_another_form_is_refused(String pointer, String value) {
        assertRefused(json -> {
            var node = Samples.object("{\"v\": " + (value.matches("[\\[{1].*") ? value : "\"" + value + "\"") + "}");
            Samples.set(json, pointer, node.get("v"));
        });
    }

    @Test
    void that_names_a_secret_twice_is_refused() {
        assertRefused(json -> ((ArrayNode) json.at("/subsystems/0/secrets"))
                .add(Samples.object(SECRET))
                .add(Samples.object(SECRET)));
    }

    @Test
    void that_names_a_subsystem_twice_is_refused() {
        assertRefused(json -> ((ArrayNode) json.at("/subsystems")).add(json.at("/subsystems/0")));
    }

    @Test
    void that_was_made_before_what_it_was_sealed_anew_from_is_refused() {
        assertRefused(json -> json.putObject("resealedFrom")
                .put("id", "management-82b290a2-29991122T030000Z-1f9a3c2b")
                .put("manifestSha256", "00"));
    }

    @Test
    void names_no_class_in_its_refusal() {
        assertThatExceptionOfType(CorruptBundleException.class)
                .isThrownBy(() -> ManifestFile.read("{\"formatVersion\": \"1.0\"}".getBytes(UTF_8)))
                .withMessage("manifest.json does not have the documented form.");
    }

    private static void assertRefused(Consumer<ObjectNode> change) {
        var manifest = manifest(change);

        assertThatExceptionOfType(CorruptBundleException.class)
                .isThrownBy(() -> ManifestFile.read(manifest))
                .withMessageStartingWith("manifest.json ");
    }

    private static byte[] manifest(Consumer<ObjectNode> change) {
        return forge.forge(TIME, change).manifest();
    }
}
