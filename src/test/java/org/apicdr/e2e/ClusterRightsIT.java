package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the deployed service account may do; RBAC is on. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("access")
@ResourceLock(ClusterDeployment.CLUSTER_ROLE_BINDING)
class ClusterRightsIT {

    private final ClusterDeployment deployment;
    private final OperatorShell asAdministrator;
    private final OperatorShell asAccount;
    private final String namespace;

    ClusterRightsIT(KubeApi api, @TempDir Path folder) {
        this.deployment = new ClusterDeployment(api, folder);
        this.namespace = deployment.subsystem().namespace();
        this.asAdministrator = deployment.shell();
        this.asAccount =
                asAdministrator.with(api.kubeconfig(folder, namespace, api.serviceAccountToken(namespace, "apic-dr")));
    }

    @AfterAll
    void stop() {
        deployment.close();
    }

    @Test
    void its_rules_are_what_the_service_needs() {
        var listed = asAdministrator.types(
                "kubectl auth can-i --list -n %s --as=%s".formatted(namespace, deployment.account()));

        assertThat(listed.lines().skip(1).filter(line -> !line.startsWith(" ") && !line.startsWith("selfsubject")))
                .extracting(line -> line.replaceAll(" +\\[] +\\[] +", " "))
                .containsExactlyInAnyOrder(
                        "managementclusters.management.apiconnect.ibm.com [list]",
                        "managementbackups.management.apiconnect.ibm.com [list]",
                        "portalclusters.portal.apiconnect.ibm.com [list]",
                        "portalbackups.portal.apiconnect.ibm.com [list]",
                        "clusters.postgresql.k8s.enterprisedb.io [list]",
                        "backups.postgresql.k8s.enterprisedb.io [list]",
                        "devportalclusters.devportal.apiconnect.ibm.com [list]",
                        "wmapigatewayclusters.wmapigateway.apiconnect.ibm.com [list]",
                        "apiconnectclusters.apiconnect.ibm.com [list]",
                        "analyticsclusters.analytics.apiconnect.ibm.com [list]",
                        "gatewayclusters.gateway.apiconnect.ibm.com [list]",
                        "secrets [get]",
                        "configmaps [get]",
                        "tokenreviews.authentication.k8s.io [create]",
                        "subjectaccessreviews.authorization.k8s.io [create]");
    }

    @Test
    void its_token_reads_a_named_secret() {
        var key = "secret/" + deployment.subsystem().secrets().encryption();

        assertThat(asAccount.types("kubectl get -o name " + key)).isEqualTo(key + "\n");
    }

    @Test
    void its_token_does_nothing_more() {
        var key = "secret/" + deployment.subsystem().secrets().encryption();
        for (var more : List.of(
                "get secrets",
                "delete " + key,
                "delete managementcluster management",
                "get secret any -n " + deployment.portals(),
                "get portalclusters -n " + deployment.portals(),
                "get nodes")) {
            assertThat(asAccount.run("kubectl " + more)).as(more).satisfies(this::isForbidden);
        }
    }

    @Test
    void portals_of_another_namespace_take_the_same_role() {
        var mayList = "kubectl auth can-i list %s -n %s --as=%s || true";
        asAdministrator.types(ClusterDeployment.commands("create rolebinding"));

        assertThat(asAdministrator.types(
                        mayList.formatted("portalclusters", deployment.portals(), deployment.account())))
                .isEqualTo("yes\n");
        assertThat(asAdministrator.types(mayList.formatted("secrets", deployment.portals(), deployment.account())))
                .isEqualTo("no\n");
    }

    private void isForbidden(Command.Result result) {
        assertThat(result.succeeded()).isFalse();
        assertThat(result.stderr()).contains("Forbidden", deployment.account());
    }
}
