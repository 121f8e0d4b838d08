package org.apicdr.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemReader;
import org.jspecify.annotations.Nullable;

/** Reads all resources, including secrets, as generic resources, so that unknown fields are preserved. */
@ApplicationScoped
class Fabric8SubsystemReader implements SubsystemReader {

    static final ResourceDefinitionContext SECRETS = new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withPlural("secrets")
            .withKind("Secret")
            .withNamespaced(true)
            .build();

    static final ResourceDefinitionContext CONFIG_MAPS = new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withPlural("configmaps")
            .withKind("ConfigMap")
            .withNamespaced(true)
            .build();

    private static final String API_CONNECT = "apiconnect.ibm.com";

    private static final String VERSION = "/version";

    private final KubernetesClient client;
    private final KubernetesErrorMapper errorMapper;
    private final ObjectMapper mapper = new ObjectMapper();

    Fabric8SubsystemReader(KubernetesClient client) {
        this.client = client;
        this.errorMapper = new KubernetesErrorMapper(client);
    }

    @Override
    public String defaultNamespace() {
        var namespace = client.getNamespace();
        return namespace == null || namespace.isBlank() ? "default" : namespace;
    }

    /** Reads the Date header, which every response has (RFC 9110, 6.6.1), also an error. */
    @Override
    public Optional<Instant> time() {
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl().toString().replaceFirst("/*$", VERSION))
                .build();
        try {
            return http.sendAsync(request, String.class).join().headers("Date").stream()
                    .findFirst()
                    .map(Fabric8SubsystemReader::instant);
        } catch (CompletionException | DateTimeParseException e) {
            Log.debugf(e, "The API server did not return its time.");
            return Optional.empty();
        }
    }

    @Override
    public Optional<List<ObjectNode>> list(ResourceKind kind, String namespace) {
        try {
            return Optional.of(
                    items(context(kind), namespace).stream().map(this::tree).toList());
        } catch (KubernetesClientException e) {
            if (e.getCode() == KubernetesErrorMapper.NOT_FOUND) {
                return Optional.empty();
            }
            throw errorMapper.of(e, "list %s in %s".formatted(kind, namespace), "list on it");
        }
    }

    @Override
    public Optional<ObjectNode> secret(String namespace, String name) {
        try {
            return find(SECRETS, namespace, name);
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "get secret %s in %s".formatted(name, namespace), "get on it");
        }
    }

    @Override
    public Optional<ObjectNode> configMap(String namespace, String name) {
        try {
            return find(CONFIG_MAPS, namespace, name);
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "get configmap %s in %s".formatted(name, namespace), "get on it");
        }
    }

    @Override
    public List<String> servedGroups() {
        try {
            return present(client.getApiGroups()).getGroups().stream()
                    .filter(group -> group.getName().equals(API_CONNECT)
                            || group.getName().endsWith("." + API_CONNECT))
                    .map(group -> group.getPreferredVersion().getGroupVersion())
                    .toList();
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "list the API groups", "get on /apis");
        }
    }

    @Override
    public List<ServedKind> servedKinds(String groupVersion) {
        try {
            return present(client.getApiResources(groupVersion)).getResources().stream()
                    .filter(resource -> resource.getNamespaced()
                            && resource.getVerbs().contains("list")
                            && !resource.getName().contains("/"))
                    .map(resource -> servedKind(groupVersion, resource))
                    .toList();
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "list the kinds of " + groupVersion, "get on /apis/" + groupVersion);
        }
    }

    @Override
    public List<String> names(ServedKind kind, String namespace) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(kind.version())
                .withPlural(kind.plural())
                .withKind(kind.kind())
                .withNamespaced(true)
                .build();
        try {
            return items(context, namespace).stream()
                    .map(resource -> resource.getMetadata().getName())
                    .toList();
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "list %s in %s".formatted(kind, namespace), "list on it");
        }
    }

    private static ServedKind servedKind(String groupVersion, APIResource resource) {
        var parts = groupVersion.split("/", 2);
        return new ServedKind(parts[0], parts[1], resource.getName(), resource.getKind());
    }

    private List<GenericKubernetesResource> items(ResourceDefinitionContext context, String namespace) {
        return present(resources(context).inNamespace(namespace).list()).getItems();
    }

    /** Asks with {@code require()}, since {@code get()} returns null for an empty answer as for an object that does not exist. */
    private Optional<ObjectNode> find(ResourceDefinitionContext context, String namespace, String name) {
        try {
            var resource =
                    resources(context).inNamespace(namespace).withName(name).require();
            return Optional.of(tree(present(resource)));
        } catch (ResourceNotFoundException e) { // wraps every failure
            if (!(e.getCause() instanceof KubernetesClientException failure)) {
                throw e;
            }
            if (failure.getCode() != KubernetesErrorMapper.NOT_FOUND) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    /** Refuses the null that the client returns for an answer without a body. */
    private static <T> T present(@Nullable T answer) {
        if (answer == null) {
            throw new KubernetesClientException("its answer is empty");
        }
        return answer;
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            resources(ResourceDefinitionContext context) {
        return client.genericKubernetesResources(context);
    }

    private static Instant instant(String date) {
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    }

    static ResourceDefinitionContext context(ResourceKind kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(kind.version())
                .withPlural(kind.plural())
                .withKind(kind.kind())
                .withNamespaced(true)
                .build();
    }

    private ObjectNode tree(GenericKubernetesResource resource) {
        return mapper.valueToTree(resource);
    }
}
