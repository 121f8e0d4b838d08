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
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
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

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final ObjectMapper mapper = new ObjectMapper();

    Fabric8SubsystemReader(KubernetesClient client) {
        this.client = client;
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
            if (e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw failure(e, "list %s in %s".formatted(kind, namespace), "list");
        }
    }

    @Override
    public Optional<ObjectNode> secret(String namespace, String name) {
        try {
            return Optional.ofNullable(secretOrNull(namespace, name)).map(this::tree);
        } catch (KubernetesClientException e) {
            throw failure(e, "get secret %s in %s".formatted(name, namespace), "get");
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

    private static ResourceDefinitionContext context(ResourceKind kind) {
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

    private RecoveryException failure(KubernetesClientException e, String action, String verb) {
        return switch (e.getCode()) {
            case FORBIDDEN ->
                new RecoveryException(
                        Reason.CLUSTER_FORBIDDEN,
                        "the service account may not %s: grant %s on it".formatted(action, verb),
                        e);
            case UNAUTHORIZED ->
                new RecoveryException(
                        Reason.CLUSTER_FORBIDDEN,
                        "the API server %s does not accept this service's token or certificate (to %s): check the service"
                                        .formatted(client.getMasterUrl(), action)
                                + " account or the kubeconfig",
                        e);
            default -> new RecoveryException(Reason.CLUSTER_UNAVAILABLE, unavailable(e, action), e);
        };
    }

    private String unavailable(KubernetesClientException e, String action) {
        var why = e.getCode() > 0 ? "answered " + e.getCode() : "did not answer (%s)".formatted(rootCause(e));
        return "the API server %s %s when asked to %s: check that it is up and reachable from here"
                .formatted(client.getMasterUrl(), why, action);
    }

    private static String rootCause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
