package org.apicdr.testsupport;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real API server with RBAC on, one per JVM. Nothing collects garbage and a deleted namespace stays Terminating, so
 * every test takes a {@link #namespace} of its own.
 */
public final class KubeApi {

    static final String UNAVAILABLE = "KUBEBUILDER_ASSETS is not set: point it at a folder that holds kube-apiserver"
            + " and etcd to run these tests";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable KubeApi shared;

    private final Path dir;
    private final String masterUrl;
    private final String token;
    private final KubernetesClient client;
    private final Map<String, String> kustomized = new ConcurrentHashMap<>();

    /** Whether the API server has all resource types, so that no test waits for them again. */
    private boolean hasCrds;

    private KubeApi(Path dir, String masterUrl, String token) {
        this.dir = dir;
        this.masterUrl = masterUrl;
        this.token = token;
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(masterUrl)
                        .withOauthToken(token)
                        .withCaCertFile(ControlPlane.caCertificate(dir).toString())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /** Whether {@link #shared} can work here. */
    public static boolean available() {
        return System.getenv("KUBEBUILDER_ASSETS") != null;
    }

    /** The server of this JVM, started by the first who asks. */
    public static synchronized KubeApi shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /** Acts as a member of {@code system:masters}. */
    public KubernetesClient client() {
        return client;
    }

    /** Such as {@code v1.20.2}. */
    public String version() {
        return ControlPlane.version(assets());
    }

    public String masterUrl() {
        return masterUrl;
    }

    /** What a client must trust, as PEM. */
    public Path caCertificate() {
        return ControlPlane.caCertificate(dir);
    }

    /** Writes {@code admin.kubeconfig} into the folder. */
    public Path kubeconfig(Path folder) {
        return Kubeconfig.write(folder.resolve("admin.kubeconfig"), this, "default", token);
    }

    /** Writes {@code <namespace>.kubeconfig} into the folder, for the bearer of the token. */
    public Path kubeconfig(Path folder, String namespace, String bearerToken) {
        return Kubeconfig.write(folder.resolve(namespace + ".kubeconfig"), this, namespace, bearerToken);
    }

    /** Makes a namespace that no other test uses, and returns its name. */
    public String namespace(String prefix) {
        var name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata();
        client.namespaces().resource(namespace.build()).create();
        return name;
    }

    /** A token for a service account, which is made where it is missing: it may do nothing until a role is bound. */
    public String serviceAccountToken(String namespace, String name) {
        var accounts = client.serviceAccounts().inNamespace(namespace);
        if (accounts.withName(name).get() == null) {
            var account =
                    new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata();
            accounts.resource(account.build()).create();
        }
        var answer = accounts.withName(name).tokenRequest();
        return requireNonNull(answer.getStatus().getToken());
    }

    /** A token for a service account that exists, meant for one audience. */
    public String serviceAccountToken(String namespace, String name, String audience) {
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audience)
                .endSpec()
                .build();
        var account = client.serviceAccounts().inNamespace(namespace).withName(name);
        return requireNonNull(account.tokenRequest(request).getStatus().getToken());
    }

    /** Makes the resource types of API Connect and of its database known; does nothing where they are. */
    public synchronized void installCrds() {
        if (!hasCrds) {
            Crds.install(client);
            hasCrds = true;
        }
    }

    /** Makes resource types unknown until they are installed again. */
    public synchronized void removeCrds(List<String> names) {
        hasCrds = false;
        Crds.remove(client, names);
    }

    /**
     * Runs kubectl as administrator; a failure throws with what it wrote to stderr. One at a time, because two that apply
     * the same new resource conflict.
     */
    public synchronized String kubectl(String... arguments) {
        return Kubectl.run(dir, kubeconfig(dir), arguments);
    }

    /** The manifests of a folder as kubectl builds them, which it does once. */
    public String kustomize(String folder) {
        return kustomized.computeIfAbsent(folder, key -> kubectl("kustomize", key));
    }

    /**
     * Objects of a namespace as the API server has them: the one of a name, or else a list.
     *
     * @param kind in the plural, such as {@code secrets} or {@code managementclusters}
     */
    public JsonNode json(String kind, String namespace, String... name) {
        var path = Stream.concat(Stream.of(group(kind), "namespaces", namespace, kind), Stream.of(name))
                .collect(Collectors.joining("/"));
        try {
            return JSON.readTree(requireNonNull(client.raw(path), path));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(path + " is no JSON", e);
        }
    }

    private static String group(String kind) {
        if (kind.equals("secrets") || kind.equals("configmaps")) {
            return "/api/v1";
        }
        var subsystem = Stream.of("management", "portal")
                .filter(kind::startsWith)
                .map(name -> name + ".")
                .collect(Collectors.joining());
        return "/apis/%sapiconnect.ibm.com/v1beta1".formatted(subsystem);
    }

    private static KubeApi start() {
        var plane = ControlPlane.start(assets());
        plane.await(plane::listens);
        var api = new KubeApi(plane.dir(), plane.url(), plane.token());
        plane.await(api::ready);
        return api;
    }

    private static Path assets() {
        var assets = System.getenv("KUBEBUILDER_ASSETS");
        if (assets == null) {
            throw new IllegalStateException(UNAVAILABLE);
        }
        return Path.of(assets);
    }

    private boolean ready() {
        try {
            return client.raw("/readyz") != null;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }
}
