package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The values of table 1 of the recovery procedure, and others that identify an installation. */
final class RecoverySettings {

    private static final List<String> BACKUP = List.of("protocol", "host", "port", "path", "schedule", "credentials");

    private RecoverySettings() {}

    static ObjectNode of(SubsystemComponent subsystemComponent, String databaseCluster) {
        var settings = JsonNodeFactory.instance.objectNode();
        put(settings, "name", subsystemComponent.name());
        put(settings, "siteName", subsystemComponent.siteName());
        backup(subsystemComponent, settings);
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

    private static void backup(SubsystemComponent subsystemComponent, ObjectNode settings) {
        var from = subsystemComponent.backup();
        var to = JsonNodeFactory.instance.objectNode();
        BACKUP.stream().filter(from::hasNonNull).forEach(key -> to.set(key, from.get(key)));
        if (!to.isEmpty()) {
            settings.set(subsystemComponent.isManagement() ? "databaseBackup" : "portalBackup", to);
        }
    }

    private static void put(ObjectNode settings, String key, String value) {
        if (!value.isEmpty()) {
            settings.put(key, value);
        }
    }
}
