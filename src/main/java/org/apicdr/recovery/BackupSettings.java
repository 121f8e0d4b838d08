package org.apicdr.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import org.apicdr.subsystem.SubsystemComponent;

/**
 * The backup settings of a resource: {@code spec.databaseBackup} or {@code spec.portalBackup}.
 *
 * @param name the name of the block in the resource
 * @param owner the component that the settings belong to
 */
record BackupSettings(String name, SubsystemComponent owner, JsonNode block) {

    private static final String LOCAL = "local";

    static BackupSettings of(SubsystemComponent subsystemComponent) {
        return new BackupSettings(
                subsystemComponent.isManagement() ? "databaseBackup" : "portalBackup",
                subsystemComponent,
                subsystemComponent.backup());
    }

    /** Returns kind, namespace and name of a component, for messages. */
    static String name(SubsystemComponent subsystemComponent) {
        return "%s %s/%s"
                .formatted(subsystemComponent.kind().kind(), subsystemComponent.namespace(), subsystemComponent.name());
    }

    /** Whether the backups are stored outside the cluster; without a protocol they are not. */
    boolean remote() {
        var protocol = text("protocol");
        return !protocol.isEmpty() && !protocol.equals(LOCAL);
    }

    String text(String key) {
        return block.path(key).asText("");
    }

    /** Returns the field path of a setting and the resource that it is set in, for messages. */
    String path(String key) {
        return "spec.%s.%s of %s".formatted(name, key, name(owner));
    }
}
