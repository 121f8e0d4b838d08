package org.apicdr.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.apicdr.bundle.Yaml;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemComponent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RecoveryCustomResourceTest {

    @Test
    void ties_the_new_installation_to_the_old_one() {
        var resource = read(Samples.management());

        assertThat(resource.path("apiVersion").asText()).isEqualTo("management.apiconnect.ibm.com/v1beta1");
        assertThat(resource.path("kind").asText()).isEqualTo("ManagementCluster");
        assertThat(resource.path("metadata")).isEqualTo(Samples.object("{\"name\": \"management\"}"));
        assertThat(resource.path("status").isMissingNode()).isTrue();
        assertThat(resource.at("/spec/siteName").asText()).isEqualTo("82b290a2");
        assertThat(resource.at("/spec/originalUID").asText()).isEqualTo("uid-1");
        assertThat(resource.at("/spec/encryptionSecret/secretName").asText()).isEqualTo("enc-key");
    }

    @Test
    void keeps_all_else_that_was_asked_for() {
        var spec = read(Samples.management()).path("spec");

        Samples.management()
                .resource()
                .path("spec")
                .properties()
                .forEach(entry -> assertThat(spec.get(entry.getKey())).isEqualTo(entry.getValue()));
    }

    @Test
    void keeps_the_uid_of_the_first_installation() {
        var management = Samples.with(Samples.management(), "/spec/originalUID", "uid-0");

        assertThat(read(management).at("/spec/originalUID").asText()).isEqualTo("uid-0");
    }

    @Test
    void takes_the_key_in_force_and_keeps_what_stands_beside_it() {
        var management = Samples.with(Samples.management(), "/spec/encryptionSecret/secretName", "former");
        management = Samples.with(management, "/spec/encryptionSecret/other", "kept");

        assertThat(read(management).at("/spec/encryptionSecret"))
                .isEqualTo(Samples.object("{\"secretName\": \"enc-key\", \"other\": \"kept\"}"));
    }

    @Test
    void names_the_saved_credentials_by_the_names_that_are_certain() {
        assertThat(credentials(Samples.management()))
                .extracting(
                        each -> each.path("name").asText(),
                        each -> each.path("secretName").asText())
                .containsExactly(
                        tuple("atm-cred", "atm-cred"),
                        tuple("ccli-cred", "consumer-toolkit-cred"),
                        tuple("cui-cred", "consumer-u-i-cred"),
                        tuple("dsgr-cred", "designer-cred"),
                        tuple("juhu-cred", "juhu-cred"),
                        tuple("cli-cred", "toolkit-cred"),
                        tuple("ui-cred", "ui-cred"));
    }

    @Test
    void keeps_credentials_that_were_asked_for_and_are_not_in_the_status() {
        var management = Samples.with(
                Samples.management(),
                "/spec/customApplicationCredentials",
                List.of(credential("own-cred", "own"), credential("atm-cred", "atm-before-rotation")));

        assertThat(credentials(management))
                .hasSize(8)
                .contains(Samples.object("{\"name\": \"own-cred\", \"secretName\": \"own\"}"));
        assertThat(credentials(management))
                .filteredOn(each -> each.path("name").asText().equals("atm-cred"))
                .extracting(each -> each.path("secretName").asText())
                .containsExactly("atm-cred");
    }

    @Test
    void keeps_both_names_of_one_secret() {
        var management = Samples.with(
                Samples.management(),
                "/spec/customApplicationCredentials",
                List.of(credential("atm-cred", "atm-cred"), credential("second", "atm-cred")));

        assertThat(credentials(management))
                .filteredOn(each -> each.path("secretName").asText().equals("atm-cred"))
                .extracting(each -> each.path("name").asText())
                .containsExactly("atm-cred", "second");
    }

    @Test
    void leaves_names_that_are_not_certain_to_a_comment() {
        var management = Samples.with(Samples.management(), "/status/AICredentialSecret", "ai");

        var yaml = yaml(management);

        assertThat(yaml).contains("""
                  # AICredentialSecret was saved, but its name here is not certain: ask the vendor's support, then add
                  # - name: ""
                  #   secretName: "ai"
                """);
        assertThat(credentials(management)).hasSize(7);
    }

    @Test
    void stays_what_it_is_whatever_a_status_key_looks_like() {
        var management =
                Samples.with(Samples.management(), "/status/x\nkind: \"Secret\"\n#\u2028\u0085CredentialSecret", "odd");

        assertThat(read(management)).isEqualTo(read(Samples.management()));
        assertThat(yaml(management)).contains("  # x?kind???Secret?????CredentialSecret was saved");
    }

    @Test
    void tells_the_operator_of_object_storage_that_this_is_a_recovery() {
        var management = Samples.with(Samples.management(), "/spec/databaseBackup/protocol", "objstore");

        assertThat(read(management).at("/metadata/annotations"))
                .isEqualTo(Samples.object("{\"apiconnect-operator/deployment-mode\": \"disasterRecovery\"}"));
    }

    @Test
    void of_a_portal_names_no_credentials() {
        var resource = read(Samples.portal("web", "portal"));

        assertThat(resource.at("/spec/originalUID").asText()).isEqualTo("uid-web-portal");
        assertThat(resource.at("/spec/encryptionSecret/secretName").asText()).isEqualTo("portal-enc-key");
        assertThat(resource.at("/spec/customApplicationCredentials").isMissingNode())
                .isTrue();
    }

    private static Map<String, String> credential(String name, String secret) {
        return Map.of("name", name, "secretName", secret);
    }

    private static Iterable<JsonNode> credentials(SubsystemComponent subsystemComponent) {
        return read(subsystemComponent).at("/spec/customApplicationCredentials");
    }

    private static JsonNode read(SubsystemComponent subsystemComponent) {
        return Yaml.read(resource(subsystemComponent).yaml());
    }

    private static String yaml(SubsystemComponent subsystemComponent) {
        return new String(resource(subsystemComponent).yaml(), UTF_8);
    }

    private static RecoveryCustomResource resource(SubsystemComponent subsystemComponent) {
        var snapshot = SnapshotFixture.of(subsystemComponent);
        return new RecoveryCustomResource(snapshot, SnapshotFixture.of(snapshot));
    }
}
