package org.apicdr.testsupport;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The resources of one template; a server takes their status only apart from the rest. */
record SampleResources(KubernetesClient client, String namespace, List<GenericKubernetesResource> resources) {

    private static final String STATUS = "status";

    private static final Set<String> NO_TLS = Set.of("encryptionSecret", "databaseCredentialsSecret");

    static SampleResources read(KubernetesClient client, String namespace, String template) {
        var file = "/subsystems/" + template + ".yaml";
        try (var in = Objects.requireNonNull(SampleResources.class.getResourceAsStream(file))) {
            return parse(client, namespace, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SampleResources parse(KubernetesClient client, String namespace, InputStream yaml) {
        var resources = client.load(yaml).items().stream()
                .map(GenericKubernetesResource.class::cast)
                .toList();
        return new SampleResources(client, namespace, resources);
    }

    static NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            managementClusters(KubernetesClient client, String namespace) {
        return operation(client, namespace, "management.apiconnect.ibm.com/v1beta1", "ManagementCluster");
    }

    static NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            portalClusters(KubernetesClient client, String namespace) {
        return operation(client, namespace, "portal.apiconnect.ibm.com/v1beta1", "PortalCluster");
    }

    /** Every backup of a database or a portal. */
    static Stream<Resource<GenericKubernetesResource>> backups(KubernetesClient client, String namespace) {
        return Stream.of(
                        operation(client, namespace, "management.apiconnect.ibm.com/v1beta1", "ManagementBackup"),
                        operation(client, namespace, "portal.apiconnect.ibm.com/v1beta1", "PortalBackup"),
                        operation(client, namespace, "postgresql.k8s.enterprisedb.io/v1", "Backup"))
                .flatMap(SampleResources::all);
    }

    /** Nothing where the kind is not known. */
    private static Stream<Resource<GenericKubernetesResource>> all(
            NonNamespaceOperation<
                            GenericKubernetesResource,
                            GenericKubernetesResourceList,
                            Resource<GenericKubernetesResource>>
                    kind) {
        try {
            return kind.resources();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Stream.empty();
            }
            throw e;
        }
    }

    /** The TLS secrets that the resources name: of endpoints and for clients. */
    SortedSet<String> tlsSecrets() {
        var names = new TreeSet<String>();
        resources.forEach(resource -> {
            spec(resource).forEach((key, value) -> {
                if (!key.equals("encryptionSecret") && !key.equals("customApplicationCredentials")) {
                    addSecretNames(value, names);
                }
            });
            status(resource).forEach((key, value) -> {
                if (key.endsWith("Secret") && !key.endsWith("CredentialSecret") && !NO_TLS.contains(key)) {
                    names.add(String.valueOf(value));
                }
                addSecretNames(value, names);
            });
        });
        return names;
    }

    private static void addSecretNames(@Nullable Object value, SortedSet<String> names) {
        if (value instanceof Map<?, ?> object) {
            if (object.get("secretName") instanceof String name) {
                names.add(name);
            }
            object.values().forEach(member -> addSecretNames(member, names));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> addSecretNames(element, names));
        }
    }

    /** The status, to be changed in place. */
    static Map<String, Object> status(GenericKubernetesResource resource) {
        return part(resource, STATUS);
    }

    /** The spec, to be changed in place. */
    static Map<String, Object> spec(GenericKubernetesResource resource) {
        return part(resource, "spec");
    }

    void createWithoutStatus() {
        for (var resource : resources) {
            var bare = client.getKubernetesSerialization().clone(resource);
            bare.getAdditionalProperties().remove(STATUS);
            at(bare).create();
        }
    }

    void writeStatus() {
        for (var resource : resources) {
            var created = at(resource).require();
            created.setAdditionalProperty(STATUS, status(resource));
            at(created).updateStatus();
        }
    }

    @SuppressWarnings("unchecked") // JSON has no other keys
    private static Map<String, Object> part(GenericKubernetesResource resource, String name) {
        return (Map<String, Object>)
                Objects.requireNonNull(resource.getAdditionalProperties().get(name));
    }

    private Resource<GenericKubernetesResource> at(GenericKubernetesResource resource) {
        return operation(client, namespace, resource.getApiVersion(), resource.getKind())
                .resource(resource);
    }

    private static NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            operation(KubernetesClient client, String namespace, String apiVersion, String kind) {
        var slash = apiVersion.indexOf('/');
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build();
        return client.genericKubernetesResources(context).inNamespace(namespace);
    }
}
