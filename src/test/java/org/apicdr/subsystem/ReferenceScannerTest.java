package org.apicdr.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.subsystem.ReferenceScanner.Reference;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ReferenceScannerTest {

    private static final Map<String, String> DEFAULTS = Map.of();

    @Test
    void finds_the_key_the_credentials_and_the_backup_login_in_this_order() {
        var named = search(Samples.management(), DEFAULTS);

        assertThat(named.missing()).isEmpty();
        var secrets = secrets(Samples.management(), DEFAULTS);
        assertThat(secrets).extracting(SecretRef::name).containsExactly(Samples.secretNames());
        assertThat(secrets.get(0)).isEqualTo(new SecretRef("enc-key", SecretRole.ENCRYPTION, "encryptionSecret", null));
        assertThat(secrets.get(1))
                .isEqualTo(new SecretRef("atm-cred", SecretRole.CREDENTIAL, "atmCredentialSecret", "atm-cred"));
        assertThat(secrets.get(8)).isEqualTo(new SecretRef("backup-login", SecretRole.BACKUP_CREDENTIALS, null, null));
    }

    @Test
    void takes_the_key_in_force_not_the_one_asked_for() {
        var management = Samples.with(Samples.management(), "/spec/encryptionSecret/secretName", "another");

        assertThat(names(management, DEFAULTS)).contains("enc-key").doesNotContain("another");
    }

    @Test
    void misses_a_key_that_only_the_spec_names() {
        var asked = Samples.with(Samples.management(), "/spec/encryptionSecret/secretName", "another");
        var management = Samples.without(asked, "/status/encryptionSecret");

        assertThat(search(management, DEFAULTS).missing()).containsExactly("status.encryptionSecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"databaseCredentialsSecret", "credentialsecret", "atmCredentialSecretName", "serverSecret"})
    void does_not_take_what_is_no_client_credential(String key) {
        var management = Samples.with(Samples.management(), "/status/" + key, "postgres-login");

        assertThat(names(management, DEFAULTS)).doesNotContain("postgres-login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AICredentialSecret",
                "TransitionHelperCredentialSecret",
                "governanceCredentialSecret",
                "somethingNewCredentialSecret"
            })
    void takes_credentials_of_any_release(String key) {
        var management = Samples.with(Samples.management(), "/status/" + key, "new-cred");

        assertThat(secrets(management, DEFAULTS))
                .filteredOn(ref -> ref.name().equals("new-cred"))
                .extracting(SecretRef::role, SecretRef::statusKey)
                .containsExactly(tuple(SecretRole.CREDENTIAL, key));
    }

    @Test
    void does_not_miss_an_optional_credential_that_is_empty() {
        var management = Samples.with(Samples.management(), "/status/governanceCredentialSecret", "");

        var named = search(management, DEFAULTS);

        assertThat(named.missing()).isEmpty();
        assertThat(secrets(management, DEFAULTS)).hasSize(9);
    }

    @Test
    void misses_each_of_the_required_seven() {
        for (var key : Samples.CREDENTIALS) {
            var pointer = "/status/" + key + "CredentialSecret";
            var expected = "status." + key + "CredentialSecret";

            assertThat(search(Samples.without(Samples.management(), pointer), DEFAULTS)
                            .missing())
                    .containsExactly(expected);
            assertThat(search(Samples.with(Samples.management(), pointer, ""), DEFAULTS)
                            .missing())
                    .containsExactly(expected);
            assertThat(search(Samples.with(Samples.management(), pointer, 5), DEFAULTS)
                            .missing())
                    .containsExactly(expected);
        }
    }

    @Test
    void misses_what_the_operator_requires_besides() {
        var properties = Map.of("required-credentials", "atmCredentialSecret,AICredentialSecret");

        assertThat(search(Samples.management(), properties).missing()).containsExactly("status.AICredentialSecret");
    }

    @Test
    void misses_all_at_once_where_there_is_no_status() {
        var named = search(Samples.without(Samples.management(), "/status"), DEFAULTS);

        assertThat(named.missing()).hasSize(8).contains("status.encryptionSecret", "status.uiCredentialSecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc", "a/b", "UPPER", "a b", "-a", "a\n"})
    void asks_for_no_secret_by_a_name_that_none_can_have(String name) {
        var named = search(Samples.with(Samples.management(), "/status/uiCredentialSecret", name), DEFAULTS);

        assertThat(named.missing()).containsExactly("status.uiCredentialSecret (no secret name)");
        assertThat(named.references()).extracting(Reference::name).doesNotContain(name);
    }

    @Test
    void names_each_secret_once() {
        var management = Samples.with(Samples.management(), "/status/governanceCredentialSecret", "ui-cred");

        var secrets = secrets(management, Map.of("additional-secrets", "enc-key,more,more"));

        assertThat(secrets).extracting(SecretRef::name).doesNotHaveDuplicates().contains("more");
        assertThat(secrets.get(0).role()).isEqualTo(SecretRole.ENCRYPTION);
    }

    @Test
    void adds_what_the_operator_names() {
        var properties = Map.of("additional-secrets", "cp4i-creds", "certificates", "root-ca, client-tls");

        assertThat(secrets(Samples.management(), properties))
                .extracting(SecretRef::name, SecretRef::role)
                .endsWith(
                        tuple("root-ca", SecretRole.CERTIFICATE),
                        tuple("client-tls", SecretRole.CERTIFICATE),
                        tuple("cp4i-creds", SecretRole.ADDITIONAL));
    }

    @Test
    void wants_no_credentials_of_a_portal() {
        var named = search(Samples.portal("apic", "portal"), Map.of("additional-secrets", "more"));

        assertThat(named.missing()).isEmpty();
        assertThat(names(Samples.portal("apic", "portal"), Map.of("additional-secrets", "more")))
                .containsExactly("portal-enc-key", "portal-login");
    }

    @Test
    void calls_a_credential_as_the_resource_does_else_as_the_vendor_does_else_not_at_all() {
        var spec = Samples.object("{\"spec\": {\"customApplicationCredentials\":"
                + " [{\"name\": \"own-name\", \"secretName\": \"s\"}, {\"secretName\": \"t\"}]}}");

        assertThat(SecretRef.CredentialNames.of(spec, "uiCredentialSecret", "s"))
                .isEqualTo("own-name");
        assertThat(SecretRef.CredentialNames.of(spec, "uiCredentialSecret", "t"))
                .isEqualTo("ui-cred");
        assertThat(SecretRef.CredentialNames.of(spec, "consumerToolkitCredentialSecret", "u"))
                .isEqualTo("ccli-cred");
        assertThat(SecretRef.CredentialNames.of(spec, "AICredentialSecret", "v"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Issuer", "ClusterIssuer", "AWSPCAIssuer", "x"})
    void takes_no_kind_of_an_issuer_on_trust(String kind) {
        var issuer = Map.of("name", "own-ca", "kind", kind.equals("x") ? "x".repeat(1 << 20) : kind);
        var management = Samples.with(Samples.management(), "/spec/certManagerIssuer", issuer);

        assertThat(search(management, DEFAULTS).references())
                .filteredOn(reference -> reference.name().equals("own-ca"))
                .extracting(Reference::kind)
                .containsExactly(kind.equals("x") ? "Issuer" : kind);
    }

    private static List<String> names(SubsystemComponent subsystemComponent, Map<String, String> properties) {
        return secrets(subsystemComponent, properties).stream()
                .map(SecretRef::name)
                .toList();
    }

    /** The required secrets, each once. */
    private static List<SecretRef> secrets(SubsystemComponent subsystemComponent, Map<String, String> properties) {
        var secrets = new LinkedHashMap<String, SecretRef>();
        search(subsystemComponent, properties).references().stream()
                .filter(reference -> reference.treatment() == Treatment.REQUIRED)
                .forEach(reference ->
                        secrets.putIfAbsent(reference.name(), SecretRef.of(subsystemComponent, reference)));
        return List.copyOf(secrets.values());
    }

    private static ReferenceScanner.References search(
            SubsystemComponent subsystemComponent, Map<String, String> properties) {
        return InstallationFixture.secretRules(properties).named(subsystemComponent);
    }
}
