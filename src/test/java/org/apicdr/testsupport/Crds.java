package org.apicdr.testsupport;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The resource types of crds.yaml: ours, as strict about a ManagementCluster as the vendor's where a recovery relies on it. */
final class Crds {

    private Crds() {}

    static List<CustomResourceDefinition> read(KubernetesClient client) {
        try (var in = Objects.requireNonNull(Crds.class.getResourceAsStream("/crds.yaml"))) {
            return client.load(in).items().stream()
                    .map(CustomResourceDefinition.class::cast)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void install(KubernetesClient client) {
        var crds = read(client);
        crds.forEach(crd -> createUnlessThere(client, crd));
        crds.forEach(crd -> client.resource(crd).waitUntilCondition(Crds::established, 30, TimeUnit.SECONDS));
    }

    /** Makes resource types unknown, and all there is of them. */
    static void remove(KubernetesClient client, List<String> names) {
        for (var name : names) {
            var crd = client.apiextensions().v1().customResourceDefinitions().withName(name);
            crd.delete();
            crd.waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
        }
    }

    private static void createUnlessThere(KubernetesClient client, CustomResourceDefinition crd) {
        try {
            client.resource(crd).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static boolean established(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
