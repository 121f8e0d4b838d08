package org.apicdr.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemReader;
import org.jspecify.annotations.Nullable;

/** Everything is read as a generic resource, secrets too, so that no field is lost that this service does not know. */
@ApplicationScoped
class Fabric8SubsystemReader implements SubsystemReader {

    private static final ResourceDefinitionContext SECRETS = new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withPlural("secrets")
            .withKind("Secret")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final ApiFailures failures;
    private final ObjectMapper mapper = new ObjectMapper();

    Fabric8SubsystemReader(KubernetesClient client) {
        this.client = client;
        this.failures = new ApiFailures(client);
    }

    @Override
    public String defaultNamespace() {
        var namespace = client.getNamespace();
        return namespace == null || namespace.isBlank() ? "default" : namespace;
    }

    @Override
    public Optional<List<ObjectNode>> list(ResourceKind kind, String namespace) {
        try {
            var list = resources(context(kind)).inNamespace(namespace).list();
            return Optional.of(list.getItems().stream().map(this::tree).toList());
        } catch (KubernetesClientException e) {
            if (e.getCode() == ApiFailures.NOT_FOUND) {
                return Optional.empty();
            }
            throw failures.of(e, "list %s in %s".formatted(kind, namespace), "list on it");
        }
    }

    @Override
    public Optional<ObjectNode> secret(String namespace, String name) {
        try {
            return Optional.ofNullable(secretOrNull(namespace, name)).map(this::tree);
        } catch (KubernetesClientException e) {
            throw failures.of(e, "get secret %s in %s".formatted(name, namespace), "get on it");
        }
    }

    private @Nullable GenericKubernetesResource secretOrNull(String namespace, String name) {
        return resources(SECRETS).inNamespace(namespace).withName(name).get();
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            resources(ResourceDefinitionContext context) {
        return client.genericKubernetesResources(context);
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
