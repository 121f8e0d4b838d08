package org.apicdr.capture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;

/** The backups listed in the payload, as the API server reported them. */
final class RecoveryGuideBackupTable {

    private RecoveryGuideBackupTable() {}

    static RecoveryGuideTables.Rows of(Manifest manifest, Payload payload) {
        var rows = new ArrayList<Map<String, String>>();
        for (var entry : manifest.subsystems()) {
            var list = payload.entry(PayloadPaths.backups(entry)).map(Yaml::read);
            list.map(backups -> backups.path(PayloadPaths.BACKUPS))
                    .ifPresent(backups -> backups.forEach(backup -> rows.add(row(backup))));
        }
        return RecoveryGuideTables.limited(rows);
    }

    private static Map<String, String> row(JsonNode backup) {
        return Map.of(
                "name", RecoveryGuideTables.cell(backup.path("name").asText()),
                "kind", RecoveryGuideTables.cell(backup.path("kind").asText()),
                "id", RecoveryGuideTables.cell(id(backup)),
                "state", RecoveryGuideTables.cell(backup.at("/status/phase").asText()),
                "of", RecoveryGuideTables.cell(of(backup)));
    }

    /**
     * Returns the id: {@code status.id} of a ManagementBackup, {@code status.backupId} of an EDB Backup and a
     * PortalBackup.
     */
    private static String id(JsonNode backup) {
        var backupId = backup.at("/status/backupId").asText();
        return backupId.isEmpty() ? backup.at("/status/id").asText() : backupId;
    }

    /** Returns the origin of a backup: the old database server, the database cluster or the site of a portal. */
    private static String of(JsonNode backup) {
        return List.of("/status/serverName", "/status/clusterName", "/status/fullBackupName", "/spec/type").stream()
                .map(pointer -> backup.at(pointer).asText())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }
}
