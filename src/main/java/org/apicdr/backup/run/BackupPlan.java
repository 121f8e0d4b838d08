package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.backup.run.BackupClient.BackupSpec;
import org.apicdr.backup.run.ClusterBackupStateReader.ClusterBackupState;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemComponent;

/**
 * The backups of one run: one of the database and one of each portal that is not passive, as the vendor's documentation
 * describes for manual backups.
 */
final class BackupPlan {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ClusterBackupState clusterBackupState;
    private final BackupRunLabels runLabels;
    private final ResourceKind databaseBackup;

    private BackupPlan(ClusterBackupState clusterBackupState, BackupRunLabels runLabels) {
        this.clusterBackupState = clusterBackupState;
        this.runLabels = runLabels;
        this.databaseBackup = clusterBackupState.databaseBackup().orElseThrow();
    }

    /** Returns the backups, the database first. */
    static List<BackupSpec> of(ClusterBackupState clusterBackupState, BackupRunLabels runLabels) {
        return new BackupPlan(clusterBackupState, runLabels).backups();
    }

    private List<BackupSpec> backups() {
        var names = names();
        var backups = new ArrayList<BackupSpec>();
        backups.add(backup(names.get(0), names, databaseSpec()));
        var portals = clusterBackupState.activePortals();
        for (int i = 0; i < portals.size(); i++) {
            backups.add(backup(names.get(i + 1), names, portalSpec(portals.get(i), names.get(0))));
        }
        return List.copyOf(backups);
    }

    private List<BackupName> names() {
        var names = new ArrayList<BackupName>();
        names.add(name(databaseBackup, clusterBackupState.subsystem().management()));
        clusterBackupState.activePortals().forEach(portal -> names.add(name(ResourceKind.PORTAL_BACKUP, portal)));
        return names;
    }

    private BackupName name(ResourceKind kind, SubsystemComponent subsystemComponent) {
        return BackupName.of(kind, subsystemComponent.namespace(), subsystemComponent.name(), runLabels.run());
    }

    private ObjectNode databaseSpec() {
        var spec = JSON.objectNode();
        if (databaseBackup == ResourceKind.MANAGEMENT_BACKUP) {
            return spec.put("type", "full")
                    .put("crType", "create")
                    .put(
                            "clusterName",
                            clusterBackupState.subsystem().management().name());
        }
        spec.putObject("cluster").put("name", clusterBackupState.databaseCluster());
        return spec.put("method", "barmanObjectStore");
    }

    private static ObjectNode portalSpec(SubsystemComponent portal, BackupName database) {
        return JSON.objectNode()
                .put("type", "all")
                .put("crType", "create")
                .put("portalCluster", portal.name())
                .put("comment", "paired with " + database.name());
    }

    private BackupSpec backup(BackupName name, List<BackupName> all, ObjectNode spec) {
        var kind = name.kind();
        var resource = JSON.objectNode()
                .put("apiVersion", "%s/%s".formatted(kind.group(), kind.version()))
                .put("kind", kind.kind());
        var metadata = resource.putObject("metadata").put("name", name.name()).put("namespace", name.namespace());
        metadata.set("labels", runLabels.labels());
        metadata.set("annotations", runLabels.annotations(all));
        resource.set("spec", spec);
        return new BackupSpec(kind, resource);
    }
}
