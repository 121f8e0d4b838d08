package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecoveryPlanTest extends RestTest {

    @Test
    void says_what_to_create_and_what_is_there() {
        world().subsystemWithPortal();

        when().get(plan(captured()))
                .then()
                .statusCode(200)
                .body("secrets.name", hasItems("management-enc-key", "portal-enc-key"))
                .body("secrets.state", everyItem(is("equal")))
                .body("secrets.sha256", everyItem(is(nullValue())))
                .body("resources.kind", hasItems("ManagementCluster", "PortalCluster"))
                .body("resources.state", everyItem(is("there")))
                .body("restores.kind", hasItems("ManagementRestore", "PortalRestore"))
                .body("restores[0].manifest.spec.backupName", is("@RECORD@"))
                .body("target.customResourceDefinitions", hasItem("managementbackups.management.apiconnect.ibm.com"))
                .body("pointsUnknown", containsString("/api/v1/recovery-points"))
                .body("steps.id", hasItems("check", "open", "plan", "apply", "restore", "verify"));
    }

    @Test
    void shows_what_was_changed_since() {
        var subsystem = world().subsystemWithPortal();
        var id = captured();
        subsystem.rotateSecret("management-atm-cred");
        subsystem.deleteSecret("management-ui-cred");

        when().get(plan(id))
                .then()
                .statusCode(200)
                .body("secrets.find { it.name == 'management-atm-cred' }.state", is("different"))
                .body("secrets.find { it.name == 'management-ui-cred' }.state", is("absent"))
                .body("secrets.find { it.name == 'management-enc-key' }.state", is("equal"));
    }

    @Test
    void the_commands_of_the_page_show_what_a_namespace_has() {
        Command.require("curl", "jq");
        world().subsystemWithPortal();
        var commands = MarkdownFile.read("docs/recovery.md")
                .texts("Recovery plan for programs", "sh")
                .get(0);

        var typed = Command.run(
                Path.of("."), "sh", "-ec", "API=%s ID=%s%n%s".formatted(uri("/api/v1"), captured(), commands));

        assertThat(typed.succeeded()).as(typed.stderr()).isTrue();
        assertThat(typed.stdout()).contains("absent  Secret apic-new/management-enc-key");
    }

    @Test
    void names_the_namespaces_of_the_new_cluster() {
        world().subsystemWithPortal();

        when().get(plan(captured()) + "?namespace=elsewhere")
                .then()
                .statusCode(200)
                .body("secrets.namespace", everyItem(is("elsewhere")))
                .body("target.namespaces[0].target", is("elsewhere"))
                .body("target.namespaces[0].captured", not(is("elsewhere")))
                .body("secrets.state", everyItem(is("absent")));
    }

    @Test
    void does_not_know_what_the_api_server_does_not_tell() {
        world().subsystemWithPortal();
        var id = captured();
        world().breakApi();

        when().get(plan(id))
                .then()
                .statusCode(200)
                .body("resources.find { it.kind == 'ManagementCluster' }.state", is("unknown"))
                .body("resources.find { it.kind == 'ManagementCluster' }.reason", containsString("managementclusters"))
                .body("resources.find { it.kind == 'PortalCluster' }.state", is("there"))
                .body("secrets.state", everyItem(is("equal")));
    }

    @Test
    void is_not_made_for_an_invalid_namespace_or_a_bundle_that_does_not_exist() {
        world().subsystemWithPortal();
        var id = captured();

        when().get(plan(id) + "?namespace=A").then().spec(problem(400, "invalid-request"));
        when().get(plan(id.replaceAll("[0-9a-f]{8}$", "00000000"))).then().spec(problem(404, "bundle-not-found"));
    }

    private static String plan(String id) {
        return BUNDLES + "/" + id + "/recovery-plan";
    }
}
