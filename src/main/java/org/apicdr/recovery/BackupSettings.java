package org.apicdr.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import org.apicdr.subsystem.SubsystemComponent;

/**
 * Where a resource says that its backups go, and when: {@code spec.databaseBackup} or {@code spec.portalBackup}.
 *
 * @param name what the block is called in the resource
 * @param owner whose it is
 */
record BackupSettings(String name, SubsystemComponent owner, JsonNode block) {

    private static final String LOCAL = "local";

    static BackupSettings of(SubsystemComponent subsystemComponent) {
        return new BackupSettings(
                subsystemComponent.isManagement() ? "databaseBackup" : "portalBackup",
                subsystemComponent,
                subsystemComponent.backup());
    }

    /** A component by kind and name. */
    static String name(SubsystemComponent subsystemComponent) {
        return "%s %s/%s"
                .formatted(subsystemComponent.kind().kind(), subsystemComponent.namespace(), subsystemComponent.name());
    }

    /** Whether the backups leave the cluster; without a protocol they do not. */
    boolean remote() {
        var protocol = text("protocol");
        return !protocol.isEmpty() && !protocol.equals(LOCAL);
    }

    String text(String key) {
        return block.path(key).asText("");
    }

    /** Where a setting stands, for whoever is to change it. */
    String path(String key) {
        return "spec.%s.%s of %s".formatted(name, key, name(owner));
    }
}
