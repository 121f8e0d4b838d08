package org.apicdr.e2e;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.RunningService;

/** What controllers and a kubelet would do with the Deployment, as none of them is here: a process in place of the pod. */
record FakeKubelet(KubeApi api, Path folder, String namespace) {

    private static final String ACCOUNT_FILES = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** Tells the API server of a pod that runs, on no node, and of a rollout that has ended. */
    void reportRunning() {
        var deployment = deployed().deployment();
        var template = deployment.getSpec().getTemplate();
        var pods = api.client().pods().inNamespace(namespace);
        pods.resource(new PodBuilder()
                        .withNewMetadataLike(template.getMetadata())
                        .withName("apic-dr-0")
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build())
                .create();
        pods.withName("apic-dr-0")
                .editStatus(pod -> new PodBuilder(pod)
                        .editOrNewStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build());
        api.client()
                .resource(deployment)
                .editStatus(old -> new DeploymentBuilder(old)
                        .editOrNewStatus()
                        .withObservedGeneration(old.getMetadata().getGeneration())
                        .withReplicas(1)
                        .withUpdatedReplicas(1)
                        .withReadyReplicas(1)
                        .withAvailableReplicas(1)
                        .endStatus()
                        .build());
    }

    /** Runs the service with the files and the environment of the pod, and nothing else. */
    RunningService run() {
        try {
            var root = Files.createTempDirectory(folder, "pod");
            deployed().writeFiles(root);
            var environment = new LinkedHashMap<>(deployed().environment(root));
            environment.putAll(account(root));
            // what happens by itself has its own tests
            environment.put("APIC_DR_CAPTURE_SCHEDULE", "off");
            environment.put("APIC_DR_CAPTURE_ON_START", "false");
            var store = environment.getOrDefault("APIC_DR_SFTP_PATH", "");
            if (store.startsWith("/")) {
                Files.createDirectories(Path.of(store)); // as its administrator has
            }
            return RunningService.start(folder, Map.of(), environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AppliedDeployment deployed() {
        return AppliedDeployment.read(api.client(), namespace);
    }

    /** The token's files, which are elsewhere than in a pod, and the address of the API server. */
    private Map<String, String> account(Path root) throws IOException {
        var files = Files.createDirectories(Path.of(root + ACCOUNT_FILES));
        var token = Files.writeString(
                files.resolve("token"),
                api.serviceAccountToken(namespace, deployed().account()));
        var home = Files.writeString(files.resolve("namespace"), namespace);
        var server = URI.create(api.masterUrl());
        return Map.of(
                "KUBERNETES_SERVICE_HOST", server.getHost(),
                "KUBERNETES_SERVICE_PORT", String.valueOf(server.getPort()),
                "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
                "KUBERNETES_CERTS_CA_FILE", api.caCertificate().toString(),
                "KUBENAMESPACE", home.toString());
    }
}
