package org.apicdr.e2e;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A Deployment as the API server holds it, and what a kubelet would make of it: the container's environment and files. */
record AppliedDeployment(KubernetesClient client, Deployment deployment) {

    static AppliedDeployment read(KubernetesClient client, String namespace) {
        return new AppliedDeployment(
                client,
                client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName("apic-dr")
                        .require());
    }

    /** Files are below the folder, where {@link #writeFiles} has put them. */
    Map<String, String> environment(Path root) {
        var environment = new LinkedHashMap<String, String>();
        container()
                .getEnvFrom()
                .forEach(source ->
                        environment.putAll(configMap(source.getConfigMapRef().getName())));
        container().getEnv().forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        environment.replaceAll((name, value) -> isMounted(value) ? root + value : value);
        return environment;
    }

    /** Writes the Secrets that the container mounts. */
    void writeFiles(Path root) {
        for (var mount : container().getVolumeMounts()) {
            var folder = Path.of(root + mount.getMountPath());
            secretOf(mount.getName()).forEach((name, base64) -> write(folder.resolve(name), base64));
        }
    }

    /** The service account that the pod runs under. */
    String account() {
        return Objects.requireNonNull(pod().getServiceAccountName(), "the pod would run under the account \"default\"");
    }

    private boolean isMounted(String value) {
        return container().getVolumeMounts().stream()
                .anyMatch(mount -> (value + "/").startsWith(mount.getMountPath() + "/"));
    }

    private PodSpec pod() {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private Container container() {
        return pod().getContainers().get(0);
    }

    private String namespace() {
        return deployment.getMetadata().getNamespace();
    }

    private Map<String, String> configMap(String name) {
        return client.configMaps()
                .inNamespace(namespace())
                .withName(name)
                .require()
                .getData();
    }

    private Map<String, String> secretOf(String volume) {
        var secret = pod().getVolumes().stream()
                .filter(candidate -> candidate.getName().equals(volume))
                .map(candidate -> candidate.getSecret())
                .filter(Objects::nonNull)
                .findFirst();
        return secret.map(source -> client.secrets()
                        .inNamespace(namespace())
                        .withName(source.getSecretName())
                        .require()
                        .getData())
                .orElse(Map.of());
    }

    private static void write(Path file, String base64) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(base64));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
