package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;

/**
 * All that recovery needs of one ManagementCluster or PortalCluster.
 *
 * @param component the resource itself
 * @param secrets the secrets it names, in the order of the manifest
 * @param missing what it lacks: secrets by name, else the path in the resource
 * @param backups its database or portal backups known to the API server
 * @param databaseCluster the name of its database cluster; empty for a portal
 */
public record ComponentSnapshot(
        Component component,
        List<SavedSecret> secrets,
        List<String> missing,
        List<ObjectNode> backups,
        String databaseCluster) {

    public ComponentSnapshot {
        secrets = List.copyOf(secrets);
        backups = List.copyOf(backups);
        missing = withEmptyParts(component, missing);
    }

    /** Host names by endpoint. */
    public SortedMap<String, List<String>> endpoints() {
        return Endpoints.of(component);
    }

    /** Table 1 of the procedure, and what else identifies the installation; absent where the resource is silent. */
    public ObjectNode settings() {
        return Settings.of(component, databaseCluster);
    }

    ComponentSnapshot lacking(List<String> more) {
        var all = new ArrayList<>(missing);
        all.addAll(more);
        return new ComponentSnapshot(component, secrets, all, backups, databaseCluster);
    }

    private static List<String> withEmptyParts(Component component, List<String> missing) {
        var all = new LinkedHashSet<>(missing);
        if (!Installation.isSite(component.siteName())) {
            all.add("spec.siteName");
        }
        if (Endpoints.of(component).isEmpty()) {
            all.add("endpoints");
        }
        return List.copyOf(all);
    }

    /**
     * A secret as the API server gave it.
     *
     * @param ref its name and what it is for
     * @param resource the whole secret
     */
    public record SavedSecret(SecretRef ref, ObjectNode resource) {

        @Override
        public String toString() {
            return "SavedSecret[" + ref + "]";
        }
    }
}
