package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;

/**
 * The parts of one API Connect resource that a recovery needs.
 *
 * @param component the resource itself
 * @param secrets the secrets to save, in the order of the manifest
 * @param configMaps the config maps to save
 * @param references every field that names an object, and how the object is treated
 * @param missing missing secrets by name, other missing values by their path in the resource
 * @param backups its database or portal backups on the API server
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

    private static final List<String> BACKUP_SETTINGS =
            List.of("protocol", "host", "port", "path", "schedule", "credentials");

    public ComponentSnapshot {
        secrets = List.copyOf(secrets);
        configMaps = List.copyOf(configMaps);
        references = List.copyOf(references);
        backups = List.copyOf(backups);
        missing = withEmptyParts(component, missing);
    }

    /** Returns host names by endpoint. */
    public SortedMap<String, List<String>> endpoints() {
        return component.endpoints();
    }

    /**
     * Returns the values of table 1 of the recovery procedure and others that identify the installation. Values that
     * the resource lacks are absent.
     */
    public ObjectNode settings() {
        return settings(component, databaseCluster);
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
        if (subsystemComponent.hasBackups() && subsystemComponent.endpoints().isEmpty()) {
            all.add("endpoints");
        }
        return List.copyOf(all);
    }

    static ObjectNode settings(SubsystemComponent subsystemComponent, String databaseCluster) {
        var settings = JsonNodeFactory.instance.objectNode();
        put(settings, "name", subsystemComponent.name());
        put(settings, "siteName", subsystemComponent.siteName());
        putBackup(subsystemComponent, settings);
        put(settings, "namespace", subsystemComponent.namespace());
        put(settings, "version", subsystemComponent.version());
        put(
                settings,
                "specVersion",
                subsystemComponent.resource().at("/spec/version").asText());
        put(
                settings,
                "profile",
                subsystemComponent.resource().at("/spec/profile").asText());
        put(settings, "uid", subsystemComponent.uid());
        put(settings, "originalUID", subsystemComponent.originalUid());
        put(settings, "databaseCluster", databaseCluster);
        return settings;
    }

    private static void putBackup(SubsystemComponent subsystemComponent, ObjectNode settings) {
        var from = subsystemComponent.backup();
        var to = JsonNodeFactory.instance.objectNode();
        BACKUP_SETTINGS.stream().filter(from::hasNonNull).forEach(key -> to.set(key, from.get(key)));
        if (!to.isEmpty()) {
            settings.set(subsystemComponent.isManagement() ? "databaseBackup" : "portalBackup", to);
        }
    }

    private static void put(ObjectNode settings, String key, String value) {
        if (!value.isEmpty()) {
            settings.put(key, value);
        }
    }

    /** Returns the objects that are missing from the bundle, or whose field is unknown. */
    public List<ReferencedObject> referencesToLookAt() {
        return references.stream().filter(ReferencedObject::needsAttention).toList();
    }

    /**
     * A config map as returned by the API server.
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
     * A secret as returned by the API server.
     *
     * @param ref its name and purpose
     * @param resource the whole secret
     */
    public record SavedSecret(SecretRef ref, ObjectNode resource) {

        @Override
        public String toString() {
            return "SavedSecret[" + ref + "]";
        }
    }
}
