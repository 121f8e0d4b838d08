package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.apicdr.bundle.BundleForge.entry;
import static org.apicdr.bundle.BundleInspectionFixture.assertDoubts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.apicdr.bundle.BundleInspection.Finding.Proof;
import org.apicdr.subsystem.SubsystemRef;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class ManifestIdentityTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static BundleForge forge;

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @Test
    void doubts_a_bundle_in_another_namespaces_folder() {
        var bundle = forge.honest(NOW);

        var bundleInspection = inspect(bundle.in(new SubsystemRef("other", "management")), bundle.file());

        assertDoubts(
                bundleInspection,
                Proof.IDENTITY,
                "The bundle belongs to apic/management but is in the folder of other/management.");
    }

    @Test
    void doubts_a_bundle_in_another_clusters_folder() {
        var bundle = forge.honest(NOW);

        var bundleInspection = inspect(bundle.in(new SubsystemRef("apic", "other")), bundle.file());

        assertDoubts(bundleInspection, Proof.IDENTITY, "is in the folder of apic/other.");
    }

    @Test
    void doubts_a_renamed_bundle() {
        var bundle = forge.honest(NOW);
        var newer = BundleId.of(
                "management", "82b290a2", NOW.plusSeconds(60), bundle.id().payloadDigest(), false);

        var bundleInspection = inspect(new StoredBundle(FOLDER, newer, 0), bundle.file());

        assertDoubts(
                bundleInspection,
                Proof.IDENTITY,
                "The file is named " + newer + ", but the id of the bundle is " + bundle.id());
    }

    @Test
    void doubts_a_bundle_of_another_site() {
        assertDoubts(
                inspect(json -> json.put("site", "prod-dc2")),
                Proof.IDENTITY,
                "The bundle was created at site prod-dc2 but is in the folder of site prod-dc1.");
    }

    @Test
    void doubts_a_bundle_from_the_future() {
        var skewed = forge.honest(NOW.plusSeconds(300));
        var future = forge.honest(NOW.plusSeconds(301));

        assertThat(inspect(skewed.in(FOLDER), skewed.file()).authentic()).isTrue();
        assertDoubts(
                inspect(future.in(FOLDER), future.file()),
                Proof.IDENTITY,
                "The bundle is dated in the future: 2026-11-22T03:05:01Z.");
    }

    @Test
    void doubts_a_bundle_whose_id_does_not_follow_from_its_manifest() {
        var why = "does not match the manifest.";

        assertDoubts(inspect(json -> entry(json).put("healthy", false)), Proof.IDENTITY, why);
        assertDoubts(inspect(json -> ((ArrayNode) entry(json).path("missing")).add("x")), Proof.IDENTITY, why);
        assertDoubts(inspect(json -> entry(json).put("siteName", "5b1e07d4")), Proof.IDENTITY, why);
        assertDoubts(inspect(json -> entry(json).put("siteName", "../..")), Proof.IDENTITY, why);
        assertDoubts(inspect(json -> json.put("createdAt", "2026-11-22T02:59:59Z")), Proof.IDENTITY, why);
        assertDoubts(inspect(json -> json.put("createdAt", "2026-11-22T03:00:00.5Z")), Proof.IDENTITY, why);
        assertDoubts(inspect(json -> json.put("createdAt", "+99999-01-01T00:00:00Z")), Proof.IDENTITY, why);
        assertDoubts(inspect(json -> payload(json).put("sha256", "")), Proof.IDENTITY, why);
    }

    @Test
    void doubts_a_first_subsystem_that_is_a_portal() {
        assertDoubts(
                inspect(json -> entry(json).put("kind", "PortalCluster")),
                Proof.IDENTITY,
                "The first subsystem of the manifest is not a ManagementCluster");
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
