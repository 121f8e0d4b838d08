package org.apicdr.e2e;

import static org.apicdr.e2e.Kustomized.OVERLAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a real API server, of Kubernetes 1.20, takes what the overlays make. */
@ExtendWith(KubeApiExtension.class)
@Tag("docs")
class OverlaysIT {

    private final OperatorShell shell;

    OverlaysIT(KubeApi api, @TempDir Path folder) {
        this.shell = OperatorShell.in(folder, api, Map.of());
        for (var namespace : List.of("apic", "portals")) {
            shell.types("kubectl create namespace %1$s || kubectl get namespace %1$s".formatted(namespace));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restricted",
                "openshift-before-4.11",
                "tls",
                "network-policy",
                "namespaces",
                "ha-before-1.21",
                "database-backups",
                "pause"
            })
    void the_api_server_takes_each_field(String overlay) {
        assertThat(shell.types(dryRun(overlay)).lines())
                .anyMatch(line -> line.startsWith("deployment.apps/apic-dr "))
                .allMatch(line -> line.endsWith(" (server dry run)"));
    }

    @Test
    void kubernetes_1_20_needs_another_overlay_for_two_replicas() {
        assertThatThrownBy(() -> shell.types(dryRun("ha")))
                .hasMessageContaining("PodDisruptionBudget")
                .hasMessageContaining("policy/v1\"");
    }

    @Test
    void the_readmes_commands_let_the_service_take_backups_of_portals_elsewhere() {
        var mayCreate = "kubectl auth can-i create %s -n portals --as=system:serviceaccount:apic:apic-dr || true";

        shell.types(MarkdownFile.read("docs/recoverability.md")
                .texts("Take both backups", "sh")
                .get(0));

        assertThat(shell.types(mayCreate.formatted("portalbackups.portal.apiconnect.ibm.com")))
                .isEqualTo("yes\n");
        assertThat(shell.types(mayCreate.formatted("portalclusters.portal.apiconnect.ibm.com")))
                .isEqualTo("no\n");
    }

    @Test
    void the_pages_commands_let_the_service_drill_in_a_namespace_of_its_own() {
        var mayCreate = "kubectl auth can-i create secrets -n %s --as=system:serviceaccount:apic:apic-dr || true";

        shell.types(MarkdownFile.read("docs/recoverability.md")
                .texts("Drills", "sh")
                .get(0));

        assertThat(shell.types(mayCreate.formatted("apic-drill"))).isEqualTo("yes\n");
        assertThat(shell.types(mayCreate.formatted("apic"))).isEqualTo("no\n");
    }

    private static String dryRun(String overlay) {
        return "kubectl apply --validate=true --dry-run=server -k ../apic-dr/%s".formatted(OVERLAYS.resolve(overlay));
    }
}
