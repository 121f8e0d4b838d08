package org.apicdr.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.Sentences;
import org.apicdr.recovery.drill.DrillNamespace;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.verification.RestoreObject;
import org.apicdr.verification.RestoreTarget;

/** Creates the objects of a bundle as generic resources. */
@ApplicationScoped
class Fabric8RestoreTarget implements RestoreTarget, DrillNamespace {

    private static final int BAD_REQUEST = 400;
    private static final int INVALID = 422;

    /** Part of the message if a permission is missing. A quota or a webhook answers 403 with other messages. */
    private static final String MISSING_PERMISSION = " cannot create ";

    private static final String NO_DRY_RUN = "does not support dry run";

    /** The config map with the results of drills. It has no label of a drill, so no drill removes it. */
    private static final String RESULTS = "apic-dr-drill-results";

    private static final String QUOTA = "exceeded quota";

    /** The beginning of the message of a webhook. What follows it is free text, which may repeat a secret. */
    private static final Pattern WEBHOOK = Pattern.compile("admission webhook \"[^\"]*\"");

    private final KubernetesClient client;
    private final KubernetesErrorMapper errorMapper;
    private final ObjectMapper mapper = new ObjectMapper();

    Fabric8RestoreTarget(KubernetesClient client) {
        this.client = client;
        this.errorMapper = new KubernetesErrorMapper(client);
    }

    @Override
    public Answer dryRun(String namespace, RestoreObject object) {
        var operation = operation(namespace, object);
        if (operation.isEmpty()) {
            return new Answer(Reply.UNKNOWN_KIND, "");
        }
        try {
            operation.get().dryRun().create();
            return Answer.ACCEPTED;
        } catch (KubernetesClientException e) {
            return answer(namespace, object, e);
        }
    }

    @Override
    public Answer create(String namespace, RestoreObject object) {
        var operation = operation(namespace, object);
        if (operation.isEmpty()) {
            return new Answer(Reply.UNKNOWN_KIND, "");
        }
        try {
            operation.get().create();
            return Answer.ACCEPTED;
        } catch (KubernetesClientException e) {
            return answer(namespace, object, e);
        }
    }

    @Override
    public Answer create(String namespace, RestoreObject object, Map<String, String> labels) {
        var resource = generic(object);
        var name = resource.getMetadata().getName();
        resource.setMetadata(
                new ObjectMetaBuilder().withName(name).withLabels(labels).build());
        try {
            client.genericKubernetesResources(context(object.kind()).orElseThrow())
                    .inNamespace(namespace)
                    .resource(resource)
                    .create();
            return Answer.ACCEPTED;
        } catch (KubernetesClientException e) {
            return answer(namespace, object, e);
        }
    }

    @Override
    public List<ObjectNode> list(String namespace) {
        return Stream.of(Fabric8SubsystemReader.SECRETS, Fabric8SubsystemReader.CONFIG_MAPS)
                .flatMap(kind -> list(namespace, kind))
                .toList();
    }

    private Stream<ObjectNode> list(String namespace, ResourceDefinitionContext kind) {
        try {
            return client
                    .genericKubernetesResources(kind)
                    .inNamespace(namespace)
                    .withLabel(MANAGED_BY, DRILL)
                    .list()
                    .getItems()
                    .stream()
                    .map(item -> mapper.<ObjectNode>valueToTree(item).put("kind", kind.getKind()));
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "list %s in %s".formatted(kind.getPlural(), namespace), "list on it");
        }
    }

    @Override
    public void delete(String namespace, ObjectNode object) {
        var kind = context(object.path("kind").asText()).orElseThrow();
        try {
            client.genericKubernetesResources(kind)
                    .inNamespace(namespace)
                    .withName(object.at("/metadata/name").asText())
                    .delete();
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "delete %s in %s".formatted(kind.getPlural(), namespace), "delete on it");
        }
    }

    @Override
    public Map<String, String> results(String namespace) {
        return new ConfigMapEntries(client, namespace, RESULTS).read();
    }

    @Override
    public void store(String namespace, String key, String result) {
        new ConfigMapEntries(client, namespace, RESULTS).put(key, result);
    }

    private Optional<Resource<GenericKubernetesResource>> operation(String namespace, RestoreObject object) {
        return context(object.kind())
                .map(context -> client.genericKubernetesResources(context)
                        .inNamespace(namespace)
                        .resource(generic(object)));
    }

    private static Optional<ResourceDefinitionContext> context(String kind) {
        return switch (kind) {
            case "Secret" -> Optional.of(Fabric8SubsystemReader.SECRETS);
            case "ConfigMap" -> Optional.of(Fabric8SubsystemReader.CONFIG_MAPS);
            default -> ResourceKind.ofKind(kind).map(Fabric8SubsystemReader::context);
        };
    }

    private GenericKubernetesResource generic(RestoreObject object) {
        try {
            return mapper.treeToValue(object.resource(), GenericKubernetesResource.class);
        } catch (JsonProcessingException e) {
            // The message repeats the content, which may be secret.
            throw new IllegalStateException(
                    "%s is not a resource (%s)".formatted(object, e.getClass().getSimpleName()));
        }
    }

    private Answer answer(String namespace, RestoreObject object, KubernetesClientException e) {
        var message = message(e);
        return switch (e.getCode()) {
            case KubernetesErrorMapper.CONFLICT -> new Answer(Reply.EXISTS, "");
            case INVALID -> new Answer(Reply.INVALID, reason(object, e));
            case BAD_REQUEST -> badRequest(object, message);
            case KubernetesErrorMapper.FORBIDDEN ->
                message.contains(MISSING_PERMISSION)
                        ? denied(namespace, object, e)
                        : new Answer(Reply.REFUSED, policy(object, message));
            case KubernetesErrorMapper.NOT_FOUND ->
                isAboutNamespace(e)
                        ? new Answer(Reply.DENIED, "The namespace %s does not exist.".formatted(namespace))
                        : new Answer(Reply.UNKNOWN_KIND, "");
            default -> throw errorMapper.of(e, "create %s in %s".formatted(object.kind(), namespace), "create on it");
        };
    }

    private Answer denied(String namespace, RestoreObject object, KubernetesClientException e) {
        var plural = switch (object.kind()) {
            case "Secret" -> "secrets";
            case "ConfigMap" -> "configmaps";
            default ->
                ResourceKind.ofKind(object.kind()).map(ResourceKind::toString).orElse(object.kind());
        };
        var failure = errorMapper.of(e, "create %s in %s".formatted(plural, namespace), "create on it");
        return new Answer(Reply.DENIED, String.valueOf(failure.getMessage()));
    }

    private static Answer badRequest(RestoreObject object, String message) {
        if (message.contains(NO_DRY_RUN)) {
            return new Answer(Reply.REFUSED, "a webhook does not support dry run");
        }
        return WEBHOOK.matcher(message).find()
                ? new Answer(Reply.REFUSED, policy(object, message))
                : new Answer(Reply.INVALID, object.isData() ? "it cannot be parsed" : clause(message));
    }

    /** Returns who refused the object. The whole message is returned only for an object without secrets. */
    private static String policy(RestoreObject object, String message) {
        if (!object.isData() || message.contains(QUOTA)) {
            return clause(message);
        }
        var webhook = WEBHOOK.matcher(message);
        return webhook.find() ? webhook.group() : "an admission policy";
    }

    /** Returns why the API server rejects the object. Of a field with data only the name and the kind of the error. */
    private static String reason(RestoreObject object, KubernetesClientException e) {
        var causes = causes(e);
        if (causes.isEmpty()) {
            return object.isData() ? "it is not valid" : clause(message(e));
        }
        return causes.stream()
                .map(cause -> object.isData() && isData(cause)
                        ? "%s (%s)".formatted(cause.getField(), cause.getReason())
                        : "%s: %s".formatted(cause.getField(), clause(String.valueOf(cause.getMessage()))))
                .collect(Collectors.joining(", "));
    }

    private static boolean isData(StatusCause cause) {
        var field = String.valueOf(cause.getField());
        return field.startsWith("data") || field.startsWith("binaryData") || field.startsWith("stringData");
    }

    private static List<StatusCause> causes(KubernetesClientException e) {
        var status = e.getStatus();
        return status == null
                        || status.getDetails() == null
                        || status.getDetails().getCauses() == null
                ? List.of()
                : status.getDetails().getCauses();
    }

    private static boolean isAboutNamespace(KubernetesClientException e) {
        var status = e.getStatus();
        return status != null
                && status.getDetails() != null
                && "namespaces".equals(status.getDetails().getKind());
    }

    /** Returns the API server's own message, without the address that the client puts before it. */
    private static String message(KubernetesClientException e) {
        var message = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        return Objects.requireNonNullElse(message, "");
    }

    private static String clause(String message) {
        return Sentences.clause(message.replaceAll("\\s+", " ").strip());
    }
}
