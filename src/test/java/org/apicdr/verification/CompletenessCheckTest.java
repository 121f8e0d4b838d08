package org.apicdr.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.Yaml;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SecretRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CompletenessCheckTest {

    private final CompletenessCheck completenessCheck =
            new CompletenessCheck(InstallationFixture.secretRules(Map.of()));

    @Test
    void passes_a_manifest_with_the_key_and_the_required_credentials() {
        assertThat(completenessCheck.check(manifest(secrets()), Optional.empty()))
                .allMatch(verificationCheck -> verificationCheck.outcome() == CheckOutcome.PASS)
                .extracting(VerificationCheck::id)
                .containsExactly("secrets", "endpoints", "settings", "references");
    }

    @Test
    void misses_what_the_manifest_does_not_name() {
        var secrets = secrets();
        secrets.remove(1);
        secrets.remove(0);

        assertFails(
                manifest(secrets), Optional.empty(), "missing: status.encryptionSecret, status.atmCredentialSecret");
    }

    @Test
    void warns_of_a_bundle_of_format_1_0_that_has_no_list_of_references() {
        var entry = ManifestFixture.entry("ManagementCluster", "management", "uid-1", secrets());
        var old = new Manifest.Entry(
                entry.kind(),
                entry.namespace(),
                entry.name(),
                entry.uid(),
                entry.lineage(),
                entry.siteName(),
                entry.version(),
                true,
                null,
                entry.endpoints(),
                null,
                null,
                entry.settingsFingerprint(),
                entry.secrets(),
                null,
                null,
                List.of());

        assertThat(completenessCheck.check(ManifestFixture.manifest(List.of(old)), Optional.empty()))
                .filteredOn(verificationCheck -> verificationCheck.outcome() != CheckOutcome.PASS)
                .extracting(VerificationCheck::id, VerificationCheck::outcome, VerificationCheck::detail)
                .containsExactly(
                        tuple(
                                "references",
                                CheckOutcome.WARN,
                                "The bundle has no list of references: other objects named by apic/management may not be saved."));
    }

    @Test
    void misses_what_was_missing_at_the_capture() {
        var entry = ManifestFixture.entry("ManagementCluster", "management", "uid-1", secrets());
        var dirty = new Manifest.Entry(
                entry.kind(),
                entry.namespace(),
                entry.name(),
                entry.uid(),
                entry.lineage(),
                "",
                entry.version(),
                true,
                null,
                new TreeMap<>(),
                null,
                null,
                entry.settingsFingerprint(),
                entry.secrets(),
                null,
                List.of(),
                List.of("backup-login"));

        assertThat(completenessCheck.check(ManifestFixture.manifest(List.of(dirty)), Optional.empty()))
                .filteredOn(verificationCheck -> verificationCheck.outcome() == CheckOutcome.FAIL)
                .extracting(VerificationCheck::detail)
                .containsExactly("missing: backup-login", "missing: apic/management", "missing: apic/management");
    }

    @Test
    void passes_a_payload_with_all_that_its_resource_names() {
        var checks = completenessCheck.check(manifest(List.of()), Optional.of(new Payload(files())));

        assertThat(checks).allMatch(verificationCheck -> verificationCheck.outcome() == CheckOutcome.PASS);
    }

    @Test
    void misses_what_the_resource_names_and_the_payload_lacks() {
        var files = files();
        files.remove("management/secrets/ui-cred.yaml");
        files.remove("management/secrets/backup-login.yaml");

        assertFails(manifest(secrets()), Optional.of(new Payload(files)), "missing: ui-cred, backup-login");
    }

    @Test
    void misses_the_resource_itself() {
        var files = files();
        files.remove("management/managementcluster.yaml");

        assertFails(manifest(secrets()), Optional.of(new Payload(files)), "missing: the resource of apic/management");
    }

    @Test
    void takes_no_other_file_for_a_secret() {
        var files = files();
        files.remove("management/secrets/ui-cred.yaml");
        files.put("management/secrets/ui-cred", new byte[0]);
        files.put("management/secrets/x", new byte[0]);

        assertFails(manifest(secrets()), Optional.of(new Payload(files)), "missing: ui-cred");
    }

    @Test
    void wants_the_key_of_a_portal_but_no_credentials() {
        var portal = ManifestFixture.entry("PortalCluster", "portal", "uid-9", List.of());
        var management = ManifestFixture.entry("ManagementCluster", "management", "uid-1", secrets());

        assertFails(
                ManifestFixture.manifest(List.of(management, portal)),
                Optional.empty(),
                "missing: status.encryptionSecret");
    }

    private void assertFails(Manifest manifest, Optional<Payload> payload, String detail) {
        assertThat(completenessCheck.check(manifest, payload).get(0)).satisfies(verificationCheck -> {
            assertThat(verificationCheck.outcome()).isEqualTo(CheckOutcome.FAIL);
            assertThat(verificationCheck.detail()).isEqualTo(detail);
            assertThat(verificationCheck.remedy()).isNotBlank();
        });
    }

    private static Manifest manifest(List<Manifest.Secret> secrets) {
        return ManifestFixture.manifest(
                List.of(ManifestFixture.entry("ManagementCluster", "management", "uid-1", secrets)));
    }

    private static List<Manifest.Secret> secrets() {
        var secrets = new ArrayList<Manifest.Secret>();
        secrets.add(ManifestFixture.secret("enc-key", SecretRole.ENCRYPTION, "encryptionSecret"));
        for (var key : Samples.CREDENTIALS) {
            secrets.add(
                    ManifestFixture.secret(Samples.credential(key), SecretRole.CREDENTIAL, key + "CredentialSecret"));
        }
        return secrets;
    }

    private static Map<String, byte[]> files() {
        var files = new TreeMap<String, byte[]>();
        for (var name : Samples.secretNames()) {
            files.put("management/secrets/" + name + ".yaml", Yaml.write(Samples.secret("apic", name)));
        }
        files.put(
                "management/managementcluster.yaml",
                Yaml.write(Samples.management().resource()));
        return files;
    }
}
