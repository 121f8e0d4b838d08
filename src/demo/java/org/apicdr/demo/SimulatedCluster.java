package org.apicdr.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Stands for the Kubernetes API server of an API Connect 10.0.5 installation that runs well. */
final class SimulatedCluster implements AutoCloseable {

    static final String NAMESPACE = "default";

    private static final String SUBSYSTEM = "/subsystems/release-10.0.5.yaml";

    private static final List<String> CREDENTIALS =
            List.of("atm", "ccli", "cui", "dsgr", "governance", "juhu", "cli", "ui");

    private static final List<String> ENCRYPTION_KEYS = List.of("management-enc-key", "portal-enc-key");

    private static final List<String> LOGINS =
            List.of("management-backup-secret", "portal-backup-secret", "management-db-cred");

    /** TLS secrets, as cert-manager issues them. */
    private static final List<String> CERTIFICATES = List.of(
            "portal-admin-client",
            "analytics-ingestion-client",
            "gateway-client-client",
            "cm-endpoint",
            "apim-endpoint",
            "api-endpoint",
            "consumer-endpoint",
            "management-ca",
            "management-client",
            "management-server",
            "portal-admin",
            "portal-web",
            "portal-ca",
            "portal-client",
            "portal-server");

    private final KubernetesMockServer server;

    private SimulatedCluster(KubernetesMockServer server) {
        this.server = server;
    }

    static SimulatedCluster start() throws IOException {
        var server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        try (var client = server.createClient()) {
            createSecrets(client);
            createResources(client);
        }
        return new SimulatedCluster(server);
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return "http://%s:%d".formatted(Settings.HOST, port());
    }

    String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: demo
                  cluster: {server: "%s"}
                users:
                - name: demo
                  user: {}
                contexts:
                - name: demo
                  context: {cluster: demo, user: demo, namespace: %s}
                current-context: demo
                """.formatted(url(), NAMESPACE);
    }

    @Override
    public void close() {
        server.destroy();
    }

    private static void createResources(KubernetesClient client) throws IOException {
        try (var in = Objects.requireNonNull(SimulatedCluster.class.getResourceAsStream(SUBSYSTEM))) {
            for (var item : client.load(in).items()) {
                var resource = (GenericKubernetesResource) item;
                resource.getMetadata().setNamespace(NAMESPACE);
                var plural = resource.getKind().toLowerCase(Locale.ROOT) + "s";
                var path = "/apis/%s/namespaces/%s/%s".formatted(resource.getApiVersion(), NAMESPACE, plural);
                client.raw(path, "POST", resource);
            }
        }
    }

    private static void createSecrets(KubernetesClient client) {
        for (var name : CREDENTIALS) {
            var data = Map.of("client_id", RandomText.of(18), "client_secret", RandomText.of(48));
            createSecret(client, "management-%s-cred".formatted(name), data);
        }
        for (var name : ENCRYPTION_KEYS) {
            createSecret(client, name, Map.of("encryption_secret", RandomText.of(96)));
        }
        for (var name : LOGINS) {
            createSecret(client, name, Map.of("username", "apicbackup", "password", RandomText.of(24)));
        }
        for (var name : CERTIFICATES) {
            createSecret(client, name, Map.of("tls.crt", RandomText.of(96), "tls.key", RandomText.of(96)));
        }
    }

    private static void createSecret(KubernetesClient client, String name, Map<String, String> values) {
        var data = new TreeMap<String, String>();
        values.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(
                        CERTIFICATES.contains(name) ? Map.of("cert-manager.io/certificate-name", name) : Map.of())
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
        client.secrets().inNamespace(NAMESPACE).resource(secret).create();
    }
}
