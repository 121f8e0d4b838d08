package org.apicdr.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.Map;

/** Creates resources with their status, and the objects that they name, in one namespace. */
public record FakeInstallation(KubernetesClient client, String namespace) {

    /** Creates resources; each has a status. */
    public FakeInstallation resources(String yaml) {
        var resources = SampleResources.parse(client, namespace, new ByteArrayInputStream(yaml.getBytes(UTF_8)));
        resources.createWithoutStatus();
        resources.writeStatus();
        return this;
    }

    /** Creates secrets, each with its own name as content. */
    public FakeInstallation secrets(Collection<String> names) {
        names.forEach(name -> secret(name, Map.of(), Map.of()));
        return this;
    }

    /** Creates a secret that carries marks of other tools. */
    public FakeInstallation secret(String name, Map<String, String> annotations, Map<String, String> labels) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .withLabels(labels)
                .endMetadata()
                .addToStringData("value", name)
                .build();
        client.secrets().inNamespace(namespace).resource(secret).create();
        return this;
    }

    /** Creates config maps, each with its own name as content. */
    public FakeInstallation configMaps(Collection<String> names) {
        names.forEach(name -> client.configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .addToData("value", name)
                        .build())
                .create());
        return this;
    }
}
