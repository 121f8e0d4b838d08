package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Table 1 of the procedure, plus what else tells one installation from another. */
final class Settings {

    private static final List<String> BACKUP = List.of("protocol", "host", "port", "path", "schedule", "credentials");

    private Settings() {}

    static ObjectNode of(Component component, String databaseCluster) {
        var settings = JsonNodeFactory.instance.objectNode();
        put(settings, "name", component.name());
        put(settings, "siteName", component.siteName());
        backup(component, settings);
        put(settings, "namespace", component.namespace());
        put(settings, "version", component.version());
        put(settings, "specVersion", component.resource().at("/spec/version").asText());
        put(settings, "profile", component.resource().at("/spec/profile").asText());
        put(settings, "uid", component.uid());
        put(settings, "originalUID", component.originalUid());
        put(settings, "databaseCluster", databaseCluster);
        return settings;
    }

    private static void backup(Component component, ObjectNode settings) {
        var from = component.backup();
        var to = JsonNodeFactory.instance.objectNode();
        BACKUP.stream().filter(from::hasNonNull).forEach(key -> to.set(key, from.get(key)));
        if (!to.isEmpty()) {
            settings.set(component.isManagement() ? "databaseBackup" : "portalBackup", to);
        }
    }

    private static void put(ObjectNode settings, String key, String value) {
        if (!value.isEmpty()) {
            settings.put(key, value);
        }
    }
}
