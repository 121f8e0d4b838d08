package org.apicdr.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apicdr.testsupport.SampleSubsystem;

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

    private final KubernetesClient client;
    private final SampleSubsystem source;
    private final String namespace;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    RecoveringOperators(KubernetesClient client, SampleSubsystem source, String namespace) {
        this.client = client;
        this.source = source;
        this.namespace = namespace;
        var unused = thread.scheduleWithFixedDelay(this::writeStatuses, 0, 1, TimeUnit.SECONDS);
    }

    /** Makes the resource of a backup that the operator finds on the server. */
    void findOnServer(String backupId) {
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
        thread.shutdownNow();
    }

    private void writeStatuses() {
        for (var kind : List.of("ManagementCluster", "PortalCluster", "ManagementRestore", "PortalRestore")) {
            var apiVersion = (kind.startsWith("Portal") ? "portal" : "management") + ".apiconnect.ibm.com/v1beta1";
            var resources = client.genericKubernetesResources(apiVersion, kind).inNamespace(namespace);
            for (var resource : resources.list().getItems()) {
                if (resource.get("status") == null) {
                    resource.setAdditionalProperty("status", status(apiVersion, resource));
                    resources.resource(resource).updateStatus();
                }
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
                .inNamespace(source.namespace())
                .withName(resource.getMetadata().getName())
                .require()
                .get("status");
    }
}
