package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;

/**
 * All that recovery needs of one resource of API Connect.
 *
 * @param component the resource itself
 * @param secrets the secrets to save, in the order of the manifest
 * @param configMaps the config maps to save
 * @param references every field that names an object, and what becomes of it
 * @param missing what it lacks: secrets by name, else the path in the resource
 * @param backups its database or portal backups known to the API server
 * @param databaseCluster the name of its database cluster; empty for a portal
 */
public record ComponentSnapshot(
        SubsystemComponent component,
        List<SavedSecret> secrets,
        List<SavedConfigMap> configMaps,
        List<ReferencedObject> references,
        List<String> missing,
        List<ObjectNode> backups,
        String databaseCluster) {

    public ComponentSnapshot {
        secrets = List.copyOf(secrets);
        configMaps = List.copyOf(configMaps);
        references = List.copyOf(references);
        backups = List.copyOf(backups);
        missing = withEmptyParts(component, missing);
    }

    /** Host names by endpoint. */
    public SortedMap<String, List<String>> endpoints() {
        return EndpointExtractor.of(component);
    }

    /** Table 1 of the procedure, and what else identifies the installation; absent where the resource is silent. */
    public ObjectNode settings() {
        return RecoverySettings.of(component, databaseCluster);
    }

    ComponentSnapshot lacking(List<String> more) {
        var all = new ArrayList<>(missing);
        all.addAll(more);
        return new ComponentSnapshot(component, secrets, configMaps, references, all, backups, databaseCluster);
    }

    private static List<String> withEmptyParts(SubsystemComponent subsystemComponent, List<String> missing) {
        var all = new LinkedHashSet<>(missing);
        if (subsystemComponent.hasBackups() && !Installation.isSite(subsystemComponent.siteName())) {
            all.add("spec.siteName");
        }
        if (subsystemComponent.hasBackups()
                && EndpointExtractor.of(subsystemComponent).isEmpty()) {
            all.add("endpoints");
        }
        return List.copyOf(all);
    }

    /** The objects that ought to be in a bundle and are not, or whose field is not known. */
    public List<ReferencedObject> referencesToLookAt() {
        return references.stream().filter(ReferencedObject::needsAttention).toList();
    }

    /**
     * A config map as the API server gave it.
     *
     * @param resource the whole config map
     */
    public record SavedConfigMap(String name, ObjectNode resource) {

        @Override
        public String toString() {
            return "SavedConfigMap[" + name + "]";
        }
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
