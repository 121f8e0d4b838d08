package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.apicdr.bundle.BundleInspectionFixture.assertDoubts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.apicdr.bundle.BundleInspection.Finding;
import org.apicdr.bundle.BundleInspection.Finding.Proof;
import org.apicdr.crypto.SigningKey;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class AuthenticityCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static BundleForge forge;

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @Test
    void believes_an_honest_bundle() {
        var bundle = forge.honest(NOW);

        var bundleInspection = inspect(bundle.in(FOLDER), bundle.file());

        assertThat(bundleInspection.findings()).extracting(Finding::check).containsOnlyOnce(Proof.values());
        assertThat(bundleInspection.describeFailures()).isEmpty();
        assertThat(bundleInspection.authentic()).isTrue();
        assertThat(bundleInspection.signer())
                .hasValue(forge.seals().signingKey().publicKey().fingerprint());
    }

    @Test
    void doubts_times_in_the_file_that_are_not_the_manifests() throws Exception {
        var bundle = forge.honest(NOW);
        var payload = new ByteArrayOutputStream();
        var contents = ArchiveReader.read(new ByteArrayInputStream(bundle.file()), payload);
        var other = new BundleArchiveWriter(
                        "# Recovery\n".getBytes(UTF_8),
                        contents.manifest(),
                        contents.signature(),
                        payload.toByteArray())
                .write(NOW.minusSeconds(1));

        assertDoubts(
                inspect(bundle.in(FOLDER), other),
                Proof.IDENTITY,
                "The times in the file differ from createdAt in the manifest.");
    }

    @Test
    void doubts_another_number_of_recipients() {
        assertDoubts(
                inspect(json -> ((ArrayNode) payload(json).path("recipients")).add("age1planted")),
                Proof.RECIPIENTS,
                "The manifest names 2 recipients, but the payload is sealed to 1.");
        assertDoubts(
                inspect(json -> payload(json).putArray("recipients")),
                Proof.RECIPIENTS,
                "The manifest names 0 recipients, but the payload is sealed to 1.");
    }

    @Test
    void doubts_other_digests() {
        assertDoubts(
                inspect(json -> ((ObjectNode) json.path("recovery")).put("sha256", "0".repeat(64))),
                Proof.DIGESTS,
                "RECOVERY.md does not match its signed digest.");
        assertDoubts(
                inspect(json -> payload(json).put("sizeBytes", 1)),
                Proof.DIGESTS,
                "payload.tar.gz.age does not match its signed digest.");
        assertDoubts(
                inspect(json -> payload(json).put("name", "x")), Proof.DIGESTS, "payload.tar.gz.age does not match");
    }

    @Test
    void doubts_a_manifest_from_another_bundle() throws Exception {
        var bundle = forge.honest(NOW);
        var payload = new ByteArrayOutputStream();
        var contents = ArchiveReader.read(new ByteArrayInputStream(bundle.file()), payload);
        var swapped = new BundleArchiveWriter(
                        "# Recovery\n".getBytes(UTF_8),
                        forge.honest(NOW).manifest(),
                        contents.signature(),
                        payload.toByteArray())
                .write(NOW);

        var bundleInspection = inspect(bundle.in(FOLDER), swapped);

        assertDoubts(bundleInspection, Proof.SIGNATURE, "The signature does not match manifest.json.");
        assertThat(bundleInspection.findings())
                .extracting(Finding::check)
                .containsExactly(Proof.ARCHIVE, Proof.SIGNATURE);
    }

    @Test
    void parses_no_manifest_whose_signature_is_wrong() throws Exception {
        var bundle = forge.honest(NOW);
        var contents = ArchiveReader.read(new ByteArrayInputStream(bundle.file()), new ByteArrayOutputStream());
        var planted = new BundleArchiveWriter(new byte[0], "no JSON".getBytes(UTF_8), contents.signature(), new byte[1])
                .write(NOW);

        var bundleInspection = inspect(bundle.in(FOLDER), planted);

        assertDoubts(bundleInspection, Proof.SIGNATURE, "The signature does not match manifest.json.");
        assertThat(bundleInspection.findings()).extracting(Finding::check).doesNotContain(Proof.MANIFEST);
    }

    @Test
    void parses_only_a_small_manifest_of_an_unknown_signer(@TempDir Path dir) {
        var stranger = SigningKey.read(SshKeygen.keyPair(dir.resolve("stranger"), "ed25519", ""));
        var small = forge.forge(NOW, json -> {}, stranger);
        var large = forge.forge(NOW, json -> json.put("planted", "x".repeat(64 << 10)), stranger);

        var ofSmall = inspect(small.in(FOLDER), small.file());
        var ofLarge = inspect(large.in(FOLDER), large.file());

        assertThat(ofSmall.findings()).extracting(Finding::check).containsOnlyOnce(Proof.values());
        assertThat(ofSmall.findings()).filteredOn(finding -> !finding.passed()).hasSize(1);
        assertThat(ofLarge.findings())
                .extracting(Finding::check)
                .containsExactly(Proof.ARCHIVE, Proof.SIGNATURE, Proof.SIGNER);
        assertThat(ofLarge.manifestFile()).isEmpty();
    }

    @Test
    void doubts_a_signer_whom_nobody_allowed() {
        var key = forge.strangersKey();
        var bundle = forge.forge(NOW, json -> {}, key);

        var bundleInspection = inspect(bundle.in(FOLDER), bundle.file());

        assertDoubts(bundleInspection, Proof.SIGNER, "Signer " + key.publicKey().fingerprint() + " is not known");
        assertThat(bundleInspection.trusted()).isEmpty();
        assertThat(bundleInspection.signer()).hasValue(key.publicKey().fingerprint());
    }

    @Test
    void says_what_is_wrong_with_a_manifest_that_cannot_be_read() {
        var bundleInspection = inspect(json -> json.put("formatVersion", "2.0"));

        assertDoubts(bundleInspection, Proof.MANIFEST, "manifest.json has the format version '2.0'");
        assertThat(bundleInspection.whole()).isTrue();
    }

    @Test
    void says_what_is_wrong_with_a_file_that_is_no_archive() {
        var bundleInspection = inspect(forge.honest(NOW).in(FOLDER), new byte[100]);

        assertDoubts(bundleInspection, Proof.ARCHIVE, "The file ends before RECOVERY.md");
        assertThat(bundleInspection.whole()).isFalse();
        assertThat(bundleInspection.contents()).isEmpty();
    }

    @Test
    void doubts_a_bundle_with_any_one_byte_changed() {
        var bundle = forge.honest(NOW);
        var believed = new ArrayList<Integer>();

        for (int at = 0; at < bundle.file().length; at++) {
            var flipped = bundle.file().clone();
            flipped[at] ^= 0x20;
            if (inspect(bundle.in(FOLDER), flipped).authentic()) {
                believed.add(at);
            }
        }

        assertThat(believed).isEmpty();
    }

    private static ObjectNode payload(ObjectNode manifest) {
        return (ObjectNode) manifest.path("payload");
    }

    private static BundleInspection inspect(Consumer<ObjectNode> change) {
        var bundle = forge.forge(NOW, change);
        return inspect(bundle.in(FOLDER), bundle.file());
    }

    private static BundleInspection inspect(StoredBundle bundle, byte[] file) {
        return BundleInspectionFixture.inspect(forge.seals(), bundle, file, NOW);
    }
}
