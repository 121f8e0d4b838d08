package org.apicdr.testsupport;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A Management subsystem as its operator would have left it in a namespace: resources, secrets, then the status. It
 * works on the mock server too.
 *
 * @param client whose cluster it lives in
 * @param name of the ManagementCluster
 * @param siteName as in its spec
 * @param secrets what a bundle must hold, and what it must not
 */
public record SampleSubsystem(
        KubernetesClient client, String namespace, String name, String siteName, SecretNames secrets) {

    /** API Connect 10.0.1 with the values of the documented procedure: seven credentials. */
    public static SampleSubsystem release1001(KubernetesClient client, String namespace) {
        var clients = List.of("atm", "ccli", "cui", "dsgr", "juhu", "cli", "ui");
        var secrets = SecretNames.usual(clients, List.of());
        return new SampleSubsystem(client, namespace, "management", "82b290a2", secrets).create("release-10.0.1");
    }

    /** API Connect 10.0.5 with a Developer Portal: eight credentials. */
    public static SampleSubsystem release1005WithPortal(KubernetesClient client, String namespace) {
        var clients = List.of("atm", "ccli", "cui", "dsgr", "governance", "juhu", "cli", "ui");
        var secrets = SecretNames.usual(clients, List.of("portal-enc-key", "portal-backup-secret"));
        return new SampleSubsystem(client, namespace, "management", "5b1e07d4", secrets).create("release-10.0.5");
    }

    /** API Connect 12.1 on EDB: twelve credentials. */
    public static SampleSubsystem release121(KubernetesClient client, String namespace) {
        var clients = List.of(
                "atm",
                "ccli",
                "cui",
                "dsgr",
                "discovery",
                "governance",
                "juhu",
                "cli",
                "ui",
                "ai",
                "analytics",
                "transition-helper");
        var secrets = SecretNames.usual(clients, List.of());
        return new SampleSubsystem(client, namespace, "management", "9c40d2ab", secrets).create("release-12.1");
    }

    /** API Connect 10.0.8 on EDB where no name is the usual one: nine credentials. */
    public static SampleSubsystem ownNamesThroughout(KubernetesClient client, String namespace) {
        var credentials = List.of(
                "vault.acme.login-1",
                "acme-mgmt-ccli-cred",
                "vault.acme.login-3",
                "acme-designer",
                "7-discovery",
                "acme-governance",
                "acme-mgmt-juhu",
                "vault.acme.login-2",
                "ui-login-of-acme");
        var others = List.of("acme-mgmt-pg-login", "acme-root", "acme-mtls-out", "acme-mtls-in");
        var secrets = new SecretNames("vault.acme.database-key", credentials, "acme.sftp", List.of(), others);
        return new SampleSubsystem(client, namespace, "acme-mgmt", "41e90277", secrets).create("own-names");
    }

    /** The ManagementCluster as the server has it now. */
    public GenericKubernetesResource managementCluster() {
        return SampleResources.managementClusters(client, namespace)
                .withName(name)
                .require();
    }

    /** Changes the status of the ManagementCluster, as only its operator would. */
    public void setStatus(Consumer<Map<String, Object>> change) {
        var resource = managementCluster();
        change.accept(SampleResources.status(resource));
        SampleResources.managementClusters(client, namespace).resource(resource).updateStatus();
    }

    /** Changes the status of the portal, as only its operator would. */
    public void setPortalStatus(Consumer<Map<String, Object>> change) {
        var portals = SampleResources.portalClusters(client, namespace);
        var resource = portals.withName("portal").require();
        change.accept(SampleResources.status(resource));
        portals.resource(resource).updateStatus();
    }

    /** Makes a PortalCluster of which nothing is there but its name. */
    public void plantPortal(String planted) {
        var portal = new GenericKubernetesResource();
        portal.setApiVersion("portal.apiconnect.ibm.com/v1beta1");
        portal.setKind("PortalCluster");
        portal.setMetadata(new ObjectMetaBuilder().withName(planted).build());
        SampleResources.portalClusters(client, namespace).resource(portal).create();
    }

    public void deletePortal(String planted) {
        SampleResources.portalClusters(client, namespace).withName(planted).delete();
    }

    /** Changes the spec of the ManagementCluster, as its owner would. */
    public void setSpec(Consumer<Map<String, Object>> change) {
        var resource = managementCluster();
        change.accept(SampleResources.spec(resource));
        SampleResources.managementClusters(client, namespace).resource(resource).update();
    }

    /** Makes the ManagementCluster anew under its name, as a new installation would. */
    public void rebuild() {
        var clusters = SampleResources.managementClusters(client, namespace);
        var rebuilt = managementCluster();
        clusters.withName(name).delete();
        rebuilt.getMetadata().setUid(null);
        rebuilt.getMetadata().setResourceVersion(null);
        var status = SampleResources.status(rebuilt);
        var created = clusters.resource(rebuilt).create();
        created.setAdditionalProperty("status", status);
        clusters.resource(created).updateStatus();
    }

    /** What the server has now: key to base64. */
    public Map<String, String> secretData(String secret) {
        return new TreeMap<>(secret(secret).require().getData());
    }

    public void deleteSecret(String secret) {
        secret(secret).delete();
    }

    /** Gives the secret new random data under the same keys; an immutable one is made anew. */
    public void rotateSecret(String secret) {
        var old = secret(secret).require();
        var rotated = new SampleSecrets(owner()).rotated(old);
        if (!Boolean.TRUE.equals(old.getImmutable())) {
            inNamespace(rotated).update();
            return;
        }
        deleteSecret(secret);
        inNamespace(new SecretBuilder(rotated)
                        .editMetadata()
                        .withResourceVersion(null)
                        .withUid(null)
                        .withCreationTimestamp(null)
                        .endMetadata()
                        .build())
                .create();
    }

    private SampleSubsystem create(String template) {
        var resources = SampleResources.read(client, namespace, template);
        resources.createWithoutStatus();
        var made = new SampleSecrets(owner());
        made.all(secrets).forEach(secret -> inNamespace(secret).create());
        var issued = resources.tlsSecrets();
        issued.removeAll(secrets.others());
        issued.forEach(name -> inNamespace(made.certificate(name)).create());
        resources.writeStatus();
        return this;
    }

    private OwnerReference owner() {
        var cluster = managementCluster();
        return new OwnerReferenceBuilder()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withName(name)
                .withUid(cluster.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    private Resource<Secret> secret(String secret) {
        return client.secrets().inNamespace(namespace).withName(secret);
    }

    private Resource<Secret> inNamespace(Secret secret) {
        return client.secrets().inNamespace(namespace).resource(secret);
    }
}
