package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.Payload;
import org.apicdr.core.Deadline;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.ComponentSnapshot.SavedConfigMap;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.apicdr.subsystem.ReleaseResources;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemReader.ServedKind;
import org.apicdr.subsystem.SubsystemServiceFixture;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.testsupport.SshKeygen;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.CompletenessCheckFixture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** That every object that a resource of any release names is saved, or listed with the reason why it is not. */
@Tag("unit")
class ReferenceAuditTest {

    @TempDir
    private static Path dir;

    private static SigningKey signer;

    static final List<String> RELEASES = ReleaseResources.RELEASES;

    @BeforeAll
    static void makeKey() {
        signer = SigningKey.read(SshKeygen.keyPair(dir.resolve("key"), "ed25519", ""));
    }

    @ParameterizedTest
    @FieldSource("RELEASES")
    void saves_or_lists_every_object_that_the_resources_name(String release) {
        var resources = ReleaseResources.read(release);
        var snapshot = snapshot(resources.reader(true));

        assertThat(references(snapshot))
                .extracting(ReferencedObject::name)
                .containsAll(resources.names("required", "saved", "tls", "config", "provided", "recreated"));
        assertThat(packed(snapshot))
                .containsExactlyInAnyOrderElementsOf(resources.names("required", "saved", "config"));
        assertThat(references(snapshot)).allSatisfy(reference -> {
            switch (reference.name().split("-", 2)[0]) {
                case "required", "saved", "config" ->
                    assertThat(reference.saved()).isTrue();
                case "tls" -> {
                    assertThat(reference.treatment()).isEqualTo(Treatment.RECREATED);
                    assertThat(reference.saved()).isFalse();
                    assertThat(reference.reason())
                            .contains("cert-manager issues it for Certificate " + reference.name());
                }
                case "recreated" -> assertThat(reference.treatment()).isEqualTo(Treatment.RECREATED);
                default -> assertThat(reference.treatment()).isEqualTo(Treatment.PROVIDED);
            }
        });
        assertThat(snapshot.missing()).isEmpty();
        assertThat(snapshot.warnings()).isEmpty();
        assertThat(BundleWarnings.ofComponents(snapshot)).noneMatch(warning -> warning.contains("named in"));
        assertThat(references(
                        manifest(snapshot),
                        Optional.of(PayloadBuilder.build(snapshot).payload())))
                .isEqualTo(CheckOutcome.PASS);
    }

    @ParameterizedTest
    @FieldSource("RELEASES")
    void saves_tls_secrets_that_nothing_recreates(String release) {
        var resources = ReleaseResources.read(release);

        assertThat(packed(snapshot(resources.reader(false))))
                .containsExactlyInAnyOrderElementsOf(resources.names("required", "saved", "config", "tls"));
    }

    @ParameterizedTest
    @FieldSource("RELEASES")
    void saves_recreated_tls_secrets_if_asked_to(String release) {
        var resources = ReleaseResources.read(release);
        var snapshot = snapshot(resources.reader(true), Map.of("certificates", "true"));

        assertThat(packed(snapshot))
                .containsExactlyInAnyOrderElementsOf(resources.names("required", "saved", "config", "tls"));
        assertThat(BundleWarnings.ofComponents(snapshot)).noneMatch(warning -> warning.contains("named in"));
    }

    @ParameterizedTest
    @FieldSource("RELEASES")
    void names_each_object_that_does_not_exist_and_the_field_that_names_it(String release) {
        var resources = ReleaseResources.read(release);
        for (var name : resources.names("required", "saved", "tls", "config")) {
            var snapshot = snapshot(resources.reader(false).remove("apic", name));
            var path = references(snapshot).stream()
                    .filter(reference -> reference.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .path();

            if (name.startsWith("required-")) {
                assertThat(snapshot.missing()).as(name).containsExactly(name);
            } else {
                assertThat(snapshot.missing()).as(name).isEmpty();
                assertThat(BundleWarnings.ofComponents(snapshot))
                        .as(name)
                        .anyMatch(warning -> warning.contains(" " + name + ", named in " + path)
                                && warning.contains("not saved: does not exist"));
                assertThat(references(manifest(snapshot), Optional.empty()))
                        .as(name)
                        .isEqualTo(CheckOutcome.WARN);
            }
            assertThat(saved(snapshot)).doesNotContain(name);
        }
    }

    @Test
    void fails_a_payload_that_lacks_what_the_manifest_says_is_saved() {
        var snapshot = snapshot(ReleaseResources.read("12.1").reader(true));
        var lost = new TreeMap<>(PayloadBuilder.build(snapshot).payload().entries());
        lost.remove("management/secrets/saved-pull-1.yaml");
        lost.remove("management/configmaps/config-env.yaml");

        var checks = CompletenessCheckFixture.completeness().check(manifest(snapshot), Optional.of(new Payload(lost)));

        assertThat(checks)
                .filteredOn(verificationCheck -> verificationCheck.id().equals("references"))
                .singleElement()
                .satisfies(verificationCheck -> {
                    assertThat(verificationCheck.outcome()).isEqualTo(CheckOutcome.FAIL);
                    assertThat(verificationCheck.detail())
                            .isEqualTo("not in the payload: management/configmaps/config-env.yaml,"
                                    + " management/secrets/saved-pull-1.yaml");
                });
    }

    @Test
    void saves_what_a_new_field_names_and_warns_of_it() {
        var reader = withField("fancySecret", "fancy").addSecrets("fancy");

        var snapshot = snapshot(reader);

        assertThat(references(snapshot))
                .contains(new ReferencedObject(
                        "spec.somethingNew.fancySecret",
                        "Secret",
                        "fancy",
                        Treatment.UNKNOWN,
                        true,
                        "this version does not know the field"));
        assertThat(packed(snapshot)).contains("fancy");
        assertThat(BundleWarnings.ofComponents(snapshot))
                .contains("ManagementCluster apic/management: Secret fancy, named in spec.somethingNew.fancySecret, is"
                        + " saved: this version does not know the field");
    }

    @Test
    void saves_a_config_map_whose_field_seemed_to_name_a_secret() {
        var reader = withField("credentials", "fancy").putConfigMap(Samples.configMap("apic", "fancy"));

        assertThat(references(snapshot(reader)))
                .filteredOn(reference -> reference.name().equals("fancy"))
                .extracting(ReferencedObject::kind, ReferencedObject::saved)
                .containsExactly(tuple("ConfigMap", true));
    }

    @Test
    void saves_an_object_once_that_a_known_and_a_new_field_name() {
        var reader = withField("extraConfigMap", "required-key");
        reader.change("apic", "management", "/spec/somethingNew/extraSecret", "config-env");

        var snapshot = snapshot(reader);

        assertThat(saved(snapshot)).containsOnlyOnce("required-key", "config-env");
        assertThat(manifest(snapshot).management().secrets())
                .filteredOn(secret -> secret.name().equals("required-key"))
                .extracting(Manifest.Secret::role)
                .containsExactly(SecretRole.ENCRYPTION);
    }

    @Test
    void warns_of_a_new_field_whose_object_does_not_exist() {
        assertThat(BundleWarnings.ofComponents(snapshot(withField("caCerts", "fancy"))))
                .contains("ManagementCluster apic/management: Secret fancy, named in spec.somethingNew.caCerts, is not"
                        + " saved: does not exist");
    }

    @Test
    void never_shows_the_value_of_a_new_field_that_is_no_name() {
        var snapshot = snapshot(withField("apiCredentials", "user:Password1"));

        assertThat(snapshot.warnings())
                .containsExactly("spec.somethingNew.apiCredentials of ManagementCluster apic/management looks like a"
                        + " reference, but its value is not a name. Nothing was saved for it.");
        assertThat(references(snapshot)).noneMatch(reference -> reference.path().contains("apiCredentials"));
    }

    @Test
    void never_captures_the_secrets_of_the_service_or_tokens_of_service_accounts() {
        var own = Samples.secret("apic", "renamed");
        Samples.set(own, "/data", Map.of("signing-key", "b3duLWtleQ=="));
        var token = Samples.secret("apic", "token");
        Samples.set(token, "/type", "kubernetes.io/service-account-token");
        for (var name : List.of("apic-dr-seal", "renamed", "token")) {
            var reader = ReleaseResources.read("10.0.5")
                    .reader(true)
                    .addSecrets("apic-dr-seal")
                    .put(own)
                    .put(token);
            reader.change("apic", "management", "/spec/databaseBackup/credentials", name);
            reader.change("apic", "management", "/spec/adminUser/secretName", name);

            var snapshot = snapshot(reader);

            assertThat(snapshot.missing()).containsExactly(name);
            assertThat(packed(snapshot)).doesNotContain(name);
            assertThat(BundleWarnings.ofComponents(snapshot))
                    .anyMatch(warning -> warning.contains("is never captured"));
        }
    }

    @Test
    void never_captures_an_own_secret_that_the_operator_adds() {
        var snapshot = snapshot(
                ReleaseResources.read("10.0.5").reader(true).addSecrets("apic-dr-seal"),
                Map.of("additional-secrets", "apic-dr-seal"));

        assertThat(snapshot.missing()).containsExactly("apic-dr-seal");
    }

    @Test
    void names_what_may_not_be_read_and_captures_the_rest() {
        var reader = ReleaseResources.read("10.0.5").reader(true);
        reader.forbid("saved-pull-1", "config-env");

        var snapshot = snapshot(reader);

        assertThat(packed(snapshot)).contains("saved-pull-2", "required-key").doesNotContain("saved-pull-1");
        assertThat(BundleWarnings.ofComponents(snapshot))
                .anyMatch(warning -> warning.contains("saved-pull-1") && warning.contains("grant get on"))
                .anyMatch(warning -> warning.contains("config-env") && warning.contains("grant get on"));
    }

    @Test
    void names_kinds_of_api_connect_that_it_does_not_save() {
        var reader = ReleaseResources.read("10.0.5").reader(true);
        reader.serve(
                new ServedKind("analytics.apiconnect.ibm.com", "v1beta1", "analyticsclusters", "AnalyticsCluster"),
                "a7s");
        reader.serve(new ServedKind("new.apiconnect.ibm.com", "v1", "newthings", "NewThing"));
        reader.serve(
                new ServedKind(
                        "management.apiconnect.ibm.com",
                        "v1beta1",
                        "managementsecretrotations",
                        "ManagementSecretRotation"),
                "r");

        assertThat(uncovered(reader))
                .containsExactly("AnalyticsCluster a7s in apic: this version does not save this kind.");
    }

    @Test
    void says_that_it_does_not_know_what_it_may_not_list() {
        var kind = new ServedKind("analytics.apiconnect.ibm.com", "v1beta1", "analyticsclusters", "AnalyticsCluster");
        var reader = new FakeSubsystemReader().serve(kind, "a7s").forbid(kind.toString());
        var broken = new FakeSubsystemReader() {
            @Override
            public List<String> servedGroups() {
                throw new IllegalStateException("bug");
            }
        };

        assertThat(uncovered(reader))
                .singleElement()
                .asString()
                .startsWith(
                        "The search in apic for resources of kind AnalyticsCluster, which this version does not save, failed");
        assertThat(uncovered(broken))
                .singleElement()
                .asString()
                .startsWith("The search for API Connect resources that no bundle contains failed");
    }

    private static List<String> uncovered(FakeSubsystemReader reader) {
        return SubsystemServiceFixture.uncoveredKinds(reader)
                .search(Deadline.in(Duration.ofSeconds(20)))
                .join();
    }

    @Test
    void warns_of_backup_credentials_that_have_changed_since_the_previous_bundle() {
        var before = snapshot(ReleaseResources.read("10.0.5").reader(true));
        var reader = ReleaseResources.read("10.0.5").reader(true).addSecrets("other-login");
        reader.change("apic", "management", "/spec/databaseBackup/credentials", "other-login");

        assertThat(BundleWarnings.ofChangedCredentials(snapshot(reader), Optional.of(manifest(before))))
                .containsExactly(
                        "ManagementCluster apic/management names other backup credentials than before: other-login,"
                                + " and required-database-backup in the previous bundle");
        assertThat(BundleWarnings.ofChangedCredentials(before, Optional.of(manifest(before))))
                .isEmpty();
    }

    private static FakeSubsystemReader withField(String key, String value) {
        var reader = ReleaseResources.read("10.0.5").reader(true);
        reader.change("apic", "management", "/spec/somethingNew/" + key, value);
        return reader;
    }

    private static SubsystemSnapshot snapshot(FakeSubsystemReader reader) {
        return snapshot(reader, Map.of());
    }

    private static SubsystemSnapshot snapshot(FakeSubsystemReader reader, Map<String, String> capture) {
        var subsystemService = SubsystemServiceFixture.subsystems(reader, Map.of(), capture);
        var deadline = Deadline.in(Duration.ofSeconds(20));
        return subsystemService.snapshot(subsystemService.locate(new SubsystemQuery(null, null), deadline), deadline);
    }

    private static List<ReferencedObject> references(SubsystemSnapshot snapshot) {
        var references = new ArrayList<ReferencedObject>();
        snapshot.components().forEach(component -> references.addAll(component.references()));
        return references;
    }

    /** The names of the secrets and config maps in the payload. */
    private static Set<String> packed(SubsystemSnapshot snapshot) {
        return PayloadBuilder.build(snapshot).payload().entries().keySet().stream()
                .filter(file -> file.contains("/secrets/") || file.contains("/configmaps/"))
                .map(file -> file.replaceFirst(".*/", "").replace(".yaml", ""))
                .collect(Collectors.toSet());
    }

    private static Manifest manifest(SubsystemSnapshot snapshot) {
        return ManifestFixture.manifest(ManifestEntryFactory.of(snapshot, signer));
    }

    /** The names of the secrets and config maps that a capture would put into the payload. */
    private static List<String> saved(SubsystemSnapshot snapshot) {
        return snapshot.components().stream()
                .flatMap(component -> Stream.concat(
                        component.secrets().stream().map(secret -> secret.ref().name()),
                        component.configMaps().stream().map(SavedConfigMap::name)))
                .toList();
    }

    private static CheckOutcome references(Manifest manifest, Optional<Payload> payload) {
        return CompletenessCheckFixture.completeness().check(manifest, payload).stream()
                .filter(verificationCheck -> verificationCheck.id().equals("references"))
                .findFirst()
                .orElseThrow()
                .outcome();
    }
}
