package org.apicdr.backuprun;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.ResourceKind;

/**
 * The backups of one run: of the database, and of each portal that is not passive, as the vendor's documentation asks for them
 * by hand.
 */
final class BackupPlan {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Situation situation;
    private final RunMark mark;
    private final ResourceKind databaseBackup;

    private BackupPlan(Situation situation, RunMark mark) {
        this.situation = situation;
        this.mark = mark;
        this.databaseBackup = situation.databaseBackup().orElseThrow();
    }

    /** That of the database comes first. */
    static List<PlannedBackup> of(Situation situation, RunMark mark) {
        return new BackupPlan(situation, mark).backups();
    }

    private List<PlannedBackup> backups() {
        var names = names();
        var backups = new ArrayList<PlannedBackup>();
        backups.add(planned(names.get(0), names, databaseSpec()));
        var portals = situation.activePortals();
        for (int i = 0; i < portals.size(); i++) {
            backups.add(planned(names.get(i + 1), names, portalSpec(portals.get(i), names.get(0))));
        }
        return List.copyOf(backups);
    }

    private List<BackupName> names() {
        var names = new ArrayList<BackupName>();
        names.add(name(databaseBackup, situation.subsystem().management()));
        situation.activePortals().forEach(portal -> names.add(name(ResourceKind.PORTAL_BACKUP, portal)));
        return names;
    }

    private BackupName name(ResourceKind kind, Component component) {
        return BackupName.of(kind, component.namespace(), component.name(), mark.run());
    }

    private ObjectNode databaseSpec() {
        var spec = JSON.objectNode();
        if (databaseBackup == ResourceKind.MANAGEMENT_BACKUP) {
            return spec.put("type", "full")
                    .put("crType", "create")
                    .put("clusterName", situation.subsystem().management().name());
        }
        spec.putObject("cluster").put("name", situation.databaseCluster());
        return spec.put("method", "barmanObjectStore");
    }

    private static ObjectNode portalSpec(Component portal, BackupName database) {
        return JSON.objectNode()
                .put("type", "all")
                .put("crType", "create")
                .put("portalCluster", portal.name())
                .put("comment", "paired with " + database.name());
    }

    private PlannedBackup planned(BackupName name, List<BackupName> all, ObjectNode spec) {
        var kind = name.kind();
        var resource = JSON.objectNode()
                .put("apiVersion", "%s/%s".formatted(kind.group(), kind.version()))
                .put("kind", kind.kind());
        var metadata = resource.putObject("metadata").put("name", name.name()).put("namespace", name.namespace());
        metadata.set("labels", mark.labels());
        metadata.set("annotations", mark.annotations(all));
        resource.set("spec", spec);
        return new PlannedBackup(kind, resource);
    }
}
