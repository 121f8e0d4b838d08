package org.apicdr.e2e;

import static org.apicdr.e2e.ClusterDeployment.command;
import static org.apicdr.e2e.ClusterDeployment.commands;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the README says of a cluster: that its commands do what it says, and that the pod works that it describes. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("docs")
@ResourceLock(ClusterDeployment.CLUSTER_ROLE_BINDING)
class ClusterDeploymentIT {

    private final KubeApi api;
    private final ClusterDeployment deployment;
    private final Callers callers;
    private final OperatorShell shell;
    private final String namespace;

    ClusterDeploymentIT(KubeApi api, @TempDir Path folder) {
        this.api = api;
        this.deployment = new ClusterDeployment(api, folder);
        this.shell = deployment.shell();
        this.namespace = deployment.subsystem().namespace();
        this.callers = Callers.in(api);
        callers.bind("operator", "operator", namespace);
    }

    @AfterAll
    void stop() {
        deployment.close();
    }

    @Test
    void five_commands_make_the_secrets_and_leave_the_offline_identity_out() throws IOException {
        assertThat(commands("age-keygen").lines().filter(line -> !line.startsWith(" ")))
                .hasSize(5);
        var offline =
                Files.readString(shell.folder().resolve("offline.txt")).lines().toList();
        var seal = secret("apic-dr-seal");

        assertThat(secret("apic-dr-sftp")).containsOnlyKeys("private-key", "known_hosts");
        assertThat(seal).containsOnlyKeys("signing-key", "identity", "recipients");
        assertThat(offline.get(offline.size() - 1)).startsWith("AGE-SECRET-KEY-");
        assertThat(seal.values()).noneMatch(value -> value.contains(offline.get(offline.size() - 1)));
        assertThat(seal.getOrDefault("recipients", "").lines())
                .hasSize(2)
                .anyMatch(recipient -> offline.contains("# public key: " + recipient));
    }

    @Test
    void environment_files_and_token_of_the_pod_suffice() {
        try (var service = deployment.kubelet(namespace).run()) {
            var apiClient = new ApiClient(service, callers.token("operator"));
            var id = apiClient.captures(deployment.subsystem());

            apiClient
                    .verify(deployment.subsystem(), id)
                    .then()
                    .statusCode(200)
                    .body("verdict", is("pass"))
                    .body("notProven", is(List.of("restorable")));
            apiClient
                    .get("/api/v1/bundles")
                    .then()
                    .body("items.id", hasItem(id))
                    .body("items[0].site", is("prod-dc1"));
            var port = String.valueOf(service.address().getPort());
            assertThat(shell.types(command("curl").replace("8080", port))).contains("\"UP\"");
        }
    }

    @Test
    void callers_need_a_token_and_a_right() {
        try (var service = deployment.kubelet(namespace).run()) {
            new ApiClient(service).get("/api/v1/bundles").then().statusCode(401);
            new ApiClient(service, callers.token("stranger"))
                    .get("/api/v1/bundles")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void the_base_is_accepted_as_it_is_and_its_service_says_what_is_missing() {
        shell.types("kubectl create namespace apic || kubectl get namespace apic");
        shell.types("kubectl apply --validate=true --dry-run=server -k ../apic-dr/src/main/kubernetes/base");
        shell.types("kubectl apply --validate=true -k ../apic-dr/src/main/kubernetes/base");
        shell.types(commands("age-keygen")
                .replaceFirst("(?s).*?kubectl", "kubectl")
                .replace("-n apic", "--namespace=apic"));

        try (var service = deployment.kubelet("apic").run()) {
            assertThat(service.isRunning()).isFalse();
            assertThat(service.log().lines().map(String::strip).filter(line -> line.startsWith("apic-dr.")))
                    .extracting(line -> line.split(":", 2)[0])
                    .containsExactly("apic-dr.sftp.host", "apic-dr.sftp.path", "apic-dr.sftp.username", "apic-dr.site");
        } finally {
            // the one binding that belongs to no namespace goes back to the site
            shell.types(command("kubectl apply -k"));
        }
    }

    @Test
    void rollout_log_and_port_can_be_looked_at() {
        deployment.kubelet(namespace).reportRunning();

        assertThat(shell.types(command("kubectl -n apic rollout"))).contains("successfully rolled out");
        assertThat(shell.types(command("kubectl -n apic logs")))
                .as("of a pod on no node")
                .isEmpty();
        assertThat(shell.run(command("kubectl -n apic port-forward")).stderr())
                .as("pod and port were found; from here on a kubelet is needed")
                .contains("does not have a host assigned");
    }

    private Map<String, String> secret(String name) {
        var secret =
                api.client().secrets().inNamespace(namespace).withName(name).require();
        return secret.getData().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8)));
    }
}
