package org.apicdr.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.verification.Drift.Area;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class DriftTest {

    private final Manifest.Entry management = entry("uid-1", secret("atm", 1), secret("ui", 2));

    @Test
    void is_empty_between_equals() {
        assertThat(Drift.between(List.of(management), List.of(management)).isEmpty())
                .isTrue();
    }

    @Test
    void names_secrets_that_changed_came_or_went() {
        var live = entry("uid-1", secret("atm", 9), secret("new", 3));

        assertDrifts(
                management,
                live,
                Area.SECRETS,
                "secret atm has changed; secret ui is no longer in the live subsystem; secret new is not in the bundle");
    }

    @Test
    void names_endpoints_by_their_hosts() {
        var live = withEndpoint("cloudManager", "admin.example.com");

        assertDrifts(
                management,
                live,
                Area.ENDPOINTS,
                "endpoint apiManager was manager.example.com and is absent;"
                        + " endpoint cloudManager was absent and is admin.example.com");
    }

    @Test
    void names_settings_but_not_their_values() {
        var live = new Manifest.Entry(
                management.kind(),
                management.namespace(),
                management.name(),
                "uid-2",
                management.lineage(),
                "5b1e07d4",
                "12.1.0.1",
                true,
                "other-db",
                management.endpoints(),
                Map.of("path", "/somewhere"),
                Map.of("path", "/elsewhere"),
                ManifestFixture.fingerprint(7),
                management.secrets(),
                null,
                List.of(),
                List.of());

        assertDrifts(
                management,
                live,
                Area.SETTINGS,
                "the settings of ManagementCluster apic/management have changed: siteName, version, uid,"
                        + " databaseCluster, databaseBackup.path, portalBackup.path");
    }

    @Test
    void says_which_settings_it_cannot_tell_apart() {
        var live = management.with(ManifestFixture.fingerprint(7), management.secrets(), List.of());

        assertDrifts(
                management,
                live,
                Area.SETTINGS,
                "the settings of ManagementCluster apic/management have changed: spec.version, profile or originalUID");
    }

    @Test
    void names_subsystems_that_came_went_or_are_others() {
        var portal = ManifestFixture.entry("PortalCluster", "portal", "uid-9", List.of());

        assertThat(Drift.between(List.of(management, portal), List.of(management))
                        .in(Area.SUBSYSTEM))
                .isEqualTo("PortalCluster apic/portal no longer exists");
        assertThat(Drift.between(List.of(management), List.of(management, portal))
                        .in(Area.SUBSYSTEM))
                .isEqualTo("PortalCluster apic/portal is not in the bundle");
        assertDrifts(
                management,
                entry("uid-2", secret("atm", 1), secret("ui", 2)),
                Area.SUBSYSTEM,
                "ManagementCluster apic/management is a different installation");
    }

    @Test
    void leaves_out_what_a_component_lacks() {
        var live = SnapshotFixture.of(SnapshotFixture.of(Samples.management(), List.of("atm", "endpoints")));
        var lacking = withEndpoint("cloudManager", "admin.example.com")
                .with(management.settingsFingerprint(), List.of(), List.of());
        var drift = Drift.between(List.of(management), List.of(lacking)).withoutMissing(live);

        assertThat(drift.in(Area.SECRETS)).isEqualTo("secret ui is no longer in the live subsystem");
        assertThat(drift.in(Area.ENDPOINTS)).isEmpty();
    }

    @Test
    void is_not_hidden_by_what_another_component_lacks() {
        var live = SnapshotFixture.of(
                SnapshotFixture.of(Samples.management()),
                SnapshotFixture.of(Samples.portal("apic", "portal"), List.of("atm", "endpoints")));
        var changed = withEndpoint("cloudManager", "admin.example.com")
                .with(management.settingsFingerprint(), List.of(secret("atm", 9), secret("ui", 2)), List.of());
        var drift = Drift.between(List.of(management), List.of(changed));

        assertThat(drift.withoutMissing(live).describe())
                .isEqualTo(drift.describe())
                .contains("secret atm has changed", "endpoint cloudManager");
    }

    private static void assertDrifts(Manifest.Entry bundle, Manifest.Entry live, Area area, String words) {
        var drift = Drift.between(List.of(bundle), List.of(live));

        assertThat(drift.isEmpty()).isFalse();
        for (var each : Area.values()) {
            assertThat(drift.in(each)).isEqualTo(each == area ? words : "");
        }
    }

    private static Manifest.Entry entry(String lineage, Manifest.Secret... secrets) {
        return ManifestFixture.entry("ManagementCluster", "management", lineage, List.of(secrets));
    }

    private static Manifest.Secret secret(String name, int fingerprint) {
        return ManifestFixture.secret(name, SecretRole.CREDENTIAL, name + "CredentialSecret")
                .with(ManifestFixture.fingerprint(fingerprint));
    }

    private Manifest.Entry withEndpoint(String name, String host) {
        var endpoints = new TreeMap<String, List<String>>();
        endpoints.put(name, List.of(host));
        return new Manifest.Entry(
                management.kind(),
                management.namespace(),
                management.name(),
                management.uid(),
                management.lineage(),
                management.siteName(),
                management.version(),
                true,
                null,
                endpoints,
                null,
                null,
                management.settingsFingerprint(),
                management.secrets(),
                null,
                List.of(),
                List.of());
    }
}
