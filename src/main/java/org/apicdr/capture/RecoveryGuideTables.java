package org.apicdr.capture;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.core.DurationFormat;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.recovery.point.RecoveryPoint.PointBackup;
import org.jspecify.annotations.Nullable;

/** Rows of the tables in RECOVERY.md. */
final class RecoveryGuideTables {

    /** Limits the size of RECOVERY.md. Without it, a user who may create resources could stop captures. */
    private static final int MAX_ROWS = 100;

    private static final int MAX_BYTES = 64 * 1024;

    private RecoveryGuideTables() {}

    /** Escapes a value for a Markdown table. */
    static String cell(String value) {
        return value.replaceAll("\\p{Cntrl}", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }

    /** Returns the first rows, up to the default limits. */
    static Rows limited(List<Map<String, String>> rows) {
        return limited(rows, MAX_BYTES);
    }

    /** Returns the first rows that fit into a number of bytes. */
    static Rows limited(List<Map<String, String>> rows, int maxBytes) {
        var shown = new ArrayList<Map<String, String>>();
        long bytes = 0;
        for (var row : rows) {
            for (var value : row.values()) {
                bytes += value.getBytes(StandardCharsets.UTF_8).length;
            }
            if (shown.size() == MAX_ROWS || bytes > maxBytes) {
                break;
            }
            shown.add(row);
        }
        return new Rows(shown, rows.size() - shown.size());
    }

    /**
     * Rows of a table.
     *
     * @param leftOut the number of rows that were left out
     */
    record Rows(List<Map<String, String>> shown, int leftOut) {

        Rows {
            shown = List.copyOf(shown);
        }
    }

    /** The backups listed in the payload, as the API server reported them. */
    static final class BackupRows {

        private BackupRows() {}

        static Rows of(Manifest manifest, Payload payload) {
            var rows = new ArrayList<Map<String, String>>();
            for (var entry : manifest.subsystems()) {
                var list = payload.entry(PayloadPaths.backups(entry)).map(Yaml::read);
                list.map(backups -> backups.path(PayloadPaths.BACKUPS))
                        .ifPresent(backups -> backups.forEach(backup -> rows.add(row(backup))));
            }
            return limited(rows);
        }

        private static Map<String, String> row(JsonNode backup) {
            return Map.of(
                    "name", cell(backup.path("name").asText()),
                    "kind", cell(backup.path("kind").asText()),
                    "id", cell(id(backup)),
                    "state", cell(backup.at("/status/phase").asText()),
                    "of", cell(of(backup)));
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

    /** The recovery points known at the creation of a bundle. */
    static final class PointRows {

        private PointRows() {}

        static Rows of(List<RecoveryPoint> points, BundleId thisBundle) {
            return limited(points.stream().map(point -> row(point, thisBundle)).toList());
        }

        private static Map<String, String> row(RecoveryPoint point, BundleId thisBundle) {
            return Map.of(
                    "database", cell(point.databaseBackup().id()),
                    "taken", taken(point.databaseBackup()),
                    "portals",
                            join(point.portalBackups().stream()
                                    .map(backup -> "%s/%s: %s".formatted(backup.namespace(), backup.of(), backup.id()))
                                    .toList()),
                    "gap", gap(point.gapSeconds()),
                    "key", point.key().name().toLowerCase(Locale.ROOT),
                    "bundles",
                            join(point.bundles().stream()
                                    .map(id -> id.equals(thisBundle) ? "this bundle" : id.value())
                                    .toList()),
                    "state", cell(state(point)));
        }

        private static String taken(PointBackup backup) {
            var uncertainty = backup.uncertaintySeconds();
            return uncertainty == null
                    ? backup.takenAt().toString()
                    : "%s, accurate to %d h"
                            .formatted(
                                    backup.takenAt(),
                                    Duration.ofSeconds(uncertainty).toHours());
        }

        private static String gap(@Nullable Long seconds) {
            return seconds == null ? "" : DurationFormat.format(Duration.ofSeconds(seconds));
        }

        private static String state(RecoveryPoint point) {
            var state = point.state().name().toLowerCase(Locale.ROOT);
            return point.reasons().isEmpty() ? state : state + ": " + String.join(" ", point.reasons());
        }

        private static String join(List<String> values) {
            return values.stream().map(RecoveryGuideTables::cell).collect(Collectors.joining(", "));
        }
    }
}
