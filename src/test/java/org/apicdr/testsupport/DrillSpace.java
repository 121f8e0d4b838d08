package org.apicdr.testsupport;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/**
 * A namespace for drills on a real API server, and an account that may do there what the manifests grant and nothing else.
 *
 * @param token of the account, which is in the namespace itself
 */
public record DrillSpace(KubeApi api, String namespace, String token) {

    private static final String MANIFESTS = "src/main/kubernetes/drill-target";

    private static final String ACCOUNT = "apic-dr";

    /** A namespace with the Role of the manifests. */
    public static DrillSpace granted(KubeApi api) {
        var space = denied(api);
        space.grantTo(space.namespace());
        return space;
    }

    /** A namespace that grants nothing. */
    public static DrillSpace denied(KubeApi api) {
        var namespace = api.namespace("drill");
        return new DrillSpace(api, namespace, api.serviceAccountToken(namespace, ACCOUNT));
    }

    /** Grants the Role to the account of a namespace, as the overlay does. */
    public void grantTo(String home) {
        var manifests = api.kustomize(MANIFESTS).replace("namespace: default", "namespace: " + home);
        api.client()
                .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(item ->
                        api.client().resource(item).inNamespace(namespace).create());
    }

    /** Acts as the account. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(api.client().getConfiguration())
                        .withOauthToken(token)
                        .withNamespace(namespace)
                        .build())
                .build();
    }
}
