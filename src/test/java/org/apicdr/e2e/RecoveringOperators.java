package org.apicdr.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.quarkus.logging.Log;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** What the operators of API Connect do in a namespace to which a subsystem is recovered: they write the status of what is created. */
final class RecoveringOperators implements AutoCloseable {

    private static final Map<String, Map<String, Object>> STATUS = Map.of(
            "ManagementRestore",
            Map.of(
                    "phase", "Complete",
                    "clusterName", "",
                    "conditions", List.of(),
                    "enableAutoFail", false,
                    "subsysName", "",
                    "toPVC", ""),
            "PortalRestore",
            Map.of(
                    "phase", "Ready",
                    "backupId", "",
                    "commentLeft", "",
                    "conditions", List.of(),
                    "fullBackupName", "",
                    "id", "",
                    "message", ""));

    /** The part of the group that differs, by kind. */
    private static final Map<String, String> GROUPS = Map.of(
            "ManagementCluster", "management",
            "PortalCluster", "portal",
            "DevPortalCluster", "devportal",
            "WMAPIGatewayCluster", "wmapigateway",
            "ManagementRestore", "management",
            "PortalRestore", "portal");

    private static final List<String> OWNED = List.of("ManagementCluster", "PortalCluster", "DevPortalCluster");

    private final KubernetesClient client;
    private final String source;
    private final String namespace;
    private volatile Optional<String> onServer = Optional.empty();

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private List<Watch> watches = List.of();

    /**
     * Creates the operators, which do nothing until they are started.
     *
     * @param source the namespace of the lost subsystem, whose resources are still there
     */
    RecoveringOperators(KubernetesClient client, String source, String namespace) {
        this.client = client;
        this.source = source;
        this.namespace = namespace;
    }

    /**
     * Starts the operators, which write statuses whenever a resource is created or changed.
     *
     * @param backupId a backup that they find on the server, once there is a ManagementCluster
     */
    void start(String backupId) {
        this.onServer = Optional.of(backupId);
        this.watches = Stream.concat(
                        Stream.of(client.genericKubernetesResources("apiconnect.ibm.com/v1beta1", "APIConnectCluster")),
                        GROUPS.entrySet().stream()
                                .map(kind ->
                                        client.genericKubernetesResources(apiVersion(kind.getValue()), kind.getKey())))
                .map(resources -> resources.inNamespace(namespace).watch(new Changes()))
                .toList();
    }

    private void createRecord(String backupId) {
        var backup = new GenericKubernetesResource();
        backup.setApiVersion("management.apiconnect.ibm.com/v1beta1");
        backup.setKind("ManagementBackup");
        backup.setMetadata(new ObjectMetaBuilder().withName("record").build());
        backup.setAdditionalProperty("spec", Map.of("type", "full", "crType", "record", "clusterName", "management"));
        var created = client.resource(backup).inNamespace(namespace).create();
        created.setAdditionalProperty(
                "status",
                Map.of(
                        "phase", "Ready",
                        "id", backupId,
                        "clusterName", "",
                        "conditions", List.of(),
                        "crType", "record",
                        "subsysName", "management"));
        client.resource(created).inNamespace(namespace).updateStatus();
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        thread.shutdownNow();
    }

    private static String apiVersion(String group) {
        return group + ".apiconnect.ibm.com/v1beta1";
    }

    private void writeStatuses() {
        try {
            createWhatIsOwned();
            if (hasManagementCluster()) {
                onServer.ifPresent(this::createRecord);
                onServer = Optional.empty();
            }
            GROUPS.forEach((kind, group) -> writeStatuses(apiVersion(group), kind));
        } catch (KubernetesClientException e) {
            Log.debug("An object was changed meanwhile, which brings the next attempt", e);
        }
    }

    private boolean hasManagementCluster() {
        return !client.genericKubernetesResources("management.apiconnect.ibm.com/v1beta1", "ManagementCluster")
                .inNamespace(namespace)
                .list()
                .getItems()
                .isEmpty();
    }

    private void writeStatuses(String apiVersion, String kind) {
        var resources = client.genericKubernetesResources(apiVersion, kind).inNamespace(namespace);
        for (var resource : resources.list().getItems()) {
            if (resource.get("status") == null) {
                resource.setAdditionalProperty("status", status(apiVersion, resource));
                resources.resource(resource).updateStatus();
            }
        }
    }

    /** Makes the resources of an APIConnectCluster: those that the lost one owned. */
    private void createWhatIsOwned() {
        var owners = client.genericKubernetesResources("apiconnect.ibm.com/v1beta1", "APIConnectCluster")
                .inNamespace(namespace)
                .list()
                .getItems();
        for (var kind : owners.isEmpty() ? List.<String>of() : OWNED) {
            var resources = client.genericKubernetesResources(apiVersion(String.valueOf(GROUPS.get(kind))), kind);
            if (!resources.inNamespace(namespace).list().getItems().isEmpty()) {
                continue;
            }
            for (var lost : resources.inNamespace(source).list().getItems()) {
                lost.setMetadata(new ObjectMetaBuilder()
                        .withName(lost.getMetadata().getName())
                        .build());
                lost.getAdditionalProperties().remove("status");
                resources.inNamespace(namespace).resource(lost).create();
            }
        }
    }

    /** That of the lost resource of the same name, or that of a restore that has ended. */
    private Map<String, Object> status(String apiVersion, GenericKubernetesResource resource) {
        var kind = resource.getKind();
        if (STATUS.containsKey(kind)) {
            return STATUS.get(kind);
        }
        return client.genericKubernetesResources(apiVersion, kind)
                .inNamespace(source)
                .withName(resource.getMetadata().getName())
                .require()
                .get("status");
    }

    /** Has the statuses written after each change. */
    private final class Changes implements Watcher<GenericKubernetesResource> {

        @Override
        public void eventReceived(Action action, GenericKubernetesResource resource) {
            if (!thread.isShutdown()) {
                thread.execute(RecoveringOperators.this::writeStatuses);
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            Log.warn("The operators see no more changes", cause);
        }
    }
}
