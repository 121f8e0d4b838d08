package org.apicdr.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.SampleSubsystem;

/**
 * What the operators of API Connect and its database do with the resources of backups and restores, as far as others see
 * it: they write the status.
 */
record FakeOperators(SampleSubsystem subsystem) {

    private static final String RUN = "apic-dr.io/backup-run";

    private static final List<String> BACKUPS = List.of("ManagementBackup", "Backup", "PortalBackup");

    private static final String EDB = "postgresql.k8s.enterprisedb.io/v1";

    /** What the resource definitions ask for in a status. */
    private static final Map<String, Map<String, Object>> REQUIRED = Map.of(
            "ManagementBackup",
            Map.of(
                    "clusterName",
                    "",
                    "conditions",
                    List.of(),
                    "crType",
                    "create",
                    "id",
                    "",
                    "subsysName",
                    "management"),
            "PortalBackup",
            Map.of(
                    "backupId",
                    "n/a",
                    "commentLeft",
                    "",
                    "conditions",
                    List.of(),
                    "fullBackupName",
                    "",
                    "id",
                    "",
                    "message",
                    ""),
            "ManagementRestore",
            Map.of("clusterName", "", "conditions", List.of(), "enableAutoFail", false, "subsysName", "", "toPVC", ""));

    /** The backups that the service asked for in a run, that of the database first. */
    List<GenericKubernetesResource> backupsOf(String run) {
        return BACKUPS.stream()
                .flatMap(kind -> of(kind).withLabel(RUN, run).list().getItems().stream())
                .toList();
    }

    /** All backups that the service ever asked for. */
    List<GenericKubernetesResource> backups() {
        return BACKUPS.stream()
                .flatMap(kind -> of(kind).withLabel(RUN).list().getItems().stream())
                .toList();
    }

    /** Deletes them. */
    void forgetBackups() {
        BACKUPS.forEach(kind -> of(kind).withLabel(RUN).delete());
    }

    /** Says how far one has come. */
    void say(String kind, String name, String phase) {
        say(kind, name, Map.of("phase", phase));
    }

    /** Says that and more of one. */
    void say(String kind, String name, Map<String, Object> words) {
        var resource = of(kind).withName(name).require();
        var status = new HashMap<String, Object>(REQUIRED.getOrDefault(kind, Map.of()));
        status.putAll(words);
        resource.setAdditionalProperty("status", status);
        of(kind).resource(resource).updateStatus();
    }

    /** Asks for one, as somebody else than the service might. */
    void ask(String kind, String name, Map<String, Object> spec) {
        of(kind).resource(resource(kind, name, spec)).create();
    }

    /** Whether an administrator might not make one because of a quota. */
    boolean isOverQuota(String kind) {
        try {
            of(kind).resource(resource(kind, "rehearsed", Map.of())).dryRun().create();
            return false;
        } catch (KubernetesClientException e) {
            return String.valueOf(e.getMessage()).contains("exceeded quota");
        }
    }

    void delete(String kind, String name) {
        of(kind).withName(name).delete();
    }

    /** Has the portal say how much of it runs. */
    void portalIs(String state) {
        var portal = of("PortalCluster").withName("portal").require();
        var status = new HashMap<String, Object>(portal.<Map<String, Object>>get("status"));
        status.put("state", state);
        portal.setAdditionalProperty("status", status);
        of("PortalCluster").resource(portal).updateStatus();
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            of(String kind) {
        return subsystem
                .client()
                .genericKubernetesResources(apiVersion(kind), kind)
                .inNamespace(subsystem.namespace());
    }

    private static GenericKubernetesResource resource(String kind, String name, Map<String, Object> spec) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(apiVersion(kind));
        resource.setKind(kind);
        resource.setMetadata(new ObjectMetaBuilder().withName(name).build());
        resource.setAdditionalProperty("spec", spec);
        return resource;
    }

    private static String apiVersion(String kind) {
        if (kind.equals("Backup")) {
            return EDB;
        }
        var group = kind.startsWith("Portal") ? "portal" : "management";
        return group + ".apiconnect.ibm.com/v1beta1";
    }
}
