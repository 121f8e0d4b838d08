package org.apicdr.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.core.DurationFormat;
import org.apicdr.recovery.plan.RecoveryPlan.Point;
import org.apicdr.subsystem.ReferencedObject;
import org.jspecify.annotations.Nullable;

/** Rows of the tables in RECOVERY.md. */
final class RecoveryGuideTables {

    /** Limits the size of RECOVERY.md. Without it, a user who may create resources could stop captures. */
    private static final int MAX_ROWS = 100;

    private static final int MAX_BYTES = 64 * 1024;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Pattern PORTAL_BACKUP_FILE = Pattern.compile(".*([0-9]{8}\\.[0-9]{6})\\.tar\\.gz");

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    /** Of the Basic Multilingual Plane alone, because YAML has other escapes for the rest. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}&&[\\x{0}-\\x{FFFF}]]");

    private RecoveryGuideTables() {}

    /** Escapes a value for a Markdown table. Characters that control a terminal or the direction of text become spaces. */
    static String cell(String value) {
        return value.replaceAll("\\p{C}", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }

    /** Returns a line of YAML with escapes for what {@link #cell} makes a space. Such characters are in quoted strings only. */
    static String visible(String line) {
        return INVISIBLE
                .matcher(line)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    /**
     * Returns a value as it is, for a Markdown table. What a renderer would read as markup is in a code span, so that it
     * is the same in a terminal.
     */
    static String value(String value) {
        var shown = value.replaceAll("\\p{C}", " ");
        if (cell(shown).equals(shown)) {
            return shown;
        }
        int backticks = BACKTICKS
                .matcher(shown)
                .results()
                .mapToInt(run -> run.group().length())
                .max()
                .orElse(0);
        var delimiter = "`".repeat(backticks + 1);
        var padding = backticks > 0 ? " " : "";
        return delimiter + padding + shown.replace("|", "\\|") + padding + delimiter;
    }

    /** Returns the lines of an object in YAML. Characters that control a terminal are escaped. */
    static List<String> yaml(Map<String, Object> object) {
        return new String(Yaml.write(MAPPER.valueToTree(object)), StandardCharsets.UTF_8)
                .lines()
                .map(RecoveryGuideTables::visible)
                .toList();
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

    /** Returns the settings that tie a new installation to the old one. */
    static List<Map<String, String>> settings(Manifest manifest) {
        var rows = new ArrayList<Map<String, String>>();
        for (var entry : manifest.subsystems()) {
            var kind = entry.kind();
            rows.add(row(kind + " metadata.name", entry.name()));
            if (!entry.siteName().isEmpty()) {
                rows.add(row(kind + " spec.siteName", entry.siteName()));
                rows.add(row(kind + " spec.originalUID", entry.lineage()));
            }
            rows.add(row(kind + " version", entry.version()));
            if (entry.databaseCluster() != null) {
                rows.add(row("Database cluster (derived)", entry.databaseCluster()));
            }
            addBackup(rows, kind + " spec.databaseBackup.", entry.databaseBackup());
            addBackup(rows, kind + " spec.portalBackup.", entry.portalBackup());
        }
        return rows;
    }

    private static void addBackup(
            List<Map<String, String>> rows, String prefix, @Nullable Map<String, Object> settings) {
        if (settings != null) {
            settings.forEach((name, value) -> rows.add(row(prefix + name, String.valueOf(value))));
        }
    }

    /** Returns the hosts of each endpoint. */
    static List<Map<String, String>> endpoints(Manifest manifest) {
        var rows = new ArrayList<Map<String, String>>();
        for (var entry : manifest.subsystems()) {
            entry.endpoints().forEach((name, hosts) -> rows.add(row(name, String.join(", ", hosts))));
        }
        return rows;
    }

    /** Returns the backups listed in the payload, as the API server reported them, the newest first. */
    static Rows backups(Manifest manifest, Payload payload) {
        var listed = new ArrayList<JsonNode>();
        for (var entry : manifest.subsystems()) {
            var list = payload.yaml(PayloadPaths.backups(entry));
            list.map(backups -> backups.path(PayloadPaths.BACKUPS)).ifPresent(backups -> backups.forEach(listed::add));
        }
        listed.sort(Comparator.comparing(RecoveryGuideTables::backupTime).reversed());
        return limited(listed.stream().map(RecoveryGuideTables::backupRow).toList());
    }

    private static Map<String, String> backupRow(JsonNode backup) {
        return Map.of(
                "name", value(backup.path("name").asText()),
                "kind", value(backup.path("kind").asText()),
                "id", value(backupId(backup)),
                "state", value(backup.at("/status/phase").asText()),
                "of", value(backupOrigin(backup)));
    }

    /** Returns the last time in the id. That of an incremental backup begins with the id of its full backup. */
    private static String backupTime(JsonNode backup) {
        var id = backupId(backup);
        return id.substring(id.lastIndexOf('_') + 1);
    }

    /**
     * Returns the id: {@code status.id} of a ManagementBackup, {@code status.backupId} of an EDB Backup and a
     * PortalBackup. A PortalBackup that was not made for a file on the server has {@code n/a}, and perhaps the name of its
     * file.
     */
    private static String backupId(JsonNode backup) {
        var backupId = backup.at("/status/backupId").asText();
        if (backupId.isEmpty()) {
            return backup.at("/status/id").asText();
        }
        var file =
                PORTAL_BACKUP_FILE.matcher(backup.at("/status/fullBackupName").asText());
        return backupId.equals("n/a") && file.matches() ? file.group(1) : backupId;
    }

    /** Returns the origin of a backup: the old database server, the database cluster or the site of a portal. */
    private static String backupOrigin(JsonNode backup) {
        return List.of("/status/serverName", "/status/clusterName", "/status/fullBackupName", "/spec/type").stream()
                .map(pointer -> backup.at(pointer).asText())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Returns the recovery points of a plan. */
    static Rows points(List<Point> points) {
        return limited(points.stream().map(RecoveryGuideTables::pointRow).toList());
    }

    private static Map<String, String> pointRow(Point point) {
        return Map.of(
                "database", value(point.databaseBackup()),
                "taken", taken(point),
                "portals",
                        join(point.portalBackups().stream()
                                .map(backup -> "%s/%s: %s".formatted(backup.namespace(), backup.portal(), backup.id()))
                                .toList()),
                "gap", gap(point.gapSeconds()),
                "key", point.key().name().toLowerCase(Locale.ROOT),
                "bundles", join(point.usableWith()),
                "state", cell(state(point)));
    }

    private static String taken(Point point) {
        var uncertainty = point.uncertaintySeconds();
        return uncertainty == null
                ? point.takenAt().toString()
                : "%s, accurate to %d h"
                        .formatted(
                                point.takenAt(), Duration.ofSeconds(uncertainty).toHours());
    }

    private static String gap(@Nullable Long seconds) {
        return seconds == null ? "" : DurationFormat.format(Duration.ofSeconds(seconds));
    }

    private static String state(Point point) {
        var state = point.state().name().toLowerCase(Locale.ROOT);
        return point.reasons().isEmpty() ? state : state + ": " + String.join(" ", point.reasons());
    }

    private static String join(List<String> values) {
        return values.stream().map(RecoveryGuideTables::value).collect(Collectors.joining(", "));
    }

    private static Map<String, String> row(String name, String value) {
        return Map.of("name", value(name), "value", value(value));
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

    /** The objects that the captured resources name, grouped as in RECOVERY.md. */
    static final class ObjectLists {

        /** A name that is harmless in a command. */
        private static final Pattern NAME = Pattern.compile("[a-z0-9.-]+");

        private static final int MAX_PATHS = 3;

        private static final Set<String> CLUSTER_SCOPED = Set.of("ClusterIssuer", "IngressClass", "StorageClass");

        private static final int MAX_LIST_BYTES = 16 * 1024;

        /** The lists of RECOVERY.md. */
        private enum Section {
            PROVIDED,
            ABSENT,
            RECREATED,
            SAVED
        }

        /** The references to an object, by list and object. */
        private final Map<Section, Map<String, List<ReferencedObject>>> objects = new EnumMap<>(Section.class);

        private ObjectLists() {}

        static ObjectLists of(Manifest manifest) {
            var lists = new ObjectLists();
            for (var entry : manifest.subsystems()) {
                var references = entry.references() == null ? List.<ReferencedObject>of() : entry.references();
                for (var reference : references) {
                    var object = CLUSTER_SCOPED.contains(reference.kind())
                            ? "%s %s".formatted(reference.kind(), reference.name())
                            : "%s %s in %s".formatted(reference.kind(), reference.name(), entry.namespace());
                    lists.objects
                            .computeIfAbsent(section(reference), section -> new LinkedHashMap<>())
                            .computeIfAbsent(object, name -> new ArrayList<>())
                            .add(reference);
                }
            }
            return lists;
        }

        /** Returns the objects that must exist in the new cluster. */
        Rows provided() {
            return rows(Section.PROVIDED);
        }

        /** Returns the objects that are missing from the bundle. */
        Rows absent() {
            return rows(Section.ABSENT);
        }

        /** Returns the objects that cert-manager or the operator recreates. */
        Rows recreated() {
            return rows(Section.RECREATED);
        }

        /** Returns the names of the secrets that cert-manager or the operator recreates for a resource. */
        static List<String> recreatedSecrets(Manifest.Entry entry) {
            var references = entry.references() == null ? List.<ReferencedObject>of() : entry.references();
            return references.stream()
                    .filter(reference -> reference.kind().equals("Secret") && section(reference) == Section.RECREATED)
                    .map(ReferencedObject::name)
                    .filter(name -> NAME.matcher(name).matches())
                    .distinct()
                    .limit(MAX_ROWS)
                    .toList();
        }

        /** Returns whether cert-manager recreates some of the objects. */
        boolean certManager() {
            return objects.getOrDefault(Section.RECREATED, Map.of()).values().stream()
                    .flatMap(List::stream)
                    .anyMatch(reference -> String.valueOf(reference.reason()).startsWith("cert-manager"));
        }

        /** Returns whether issuers of cert-manager must be provided. */
        boolean issuers() {
            return objects.getOrDefault(Section.PROVIDED, Map.of()).values().stream()
                    .flatMap(List::stream)
                    .anyMatch(reference -> reference.kind().endsWith("Issuer"));
        }

        /** Returns the objects that the bundle holds. */
        Rows saved() {
            return rows(Section.SAVED);
        }

        /** Returns the number of objects that were left out to limit the size. */
        int leftOut() {
            return provided().leftOut() + absent().leftOut() + recreated().leftOut() + saved().leftOut();
        }

        private static Section section(ReferencedObject reference) {
            if (reference.saved()) {
                return Section.SAVED;
            }
            return switch (reference.treatment()) {
                case PROVIDED -> Section.PROVIDED;
                case RECREATED -> Section.RECREATED;
                case REQUIRED, SAVED, UNKNOWN -> Section.ABSENT;
            };
        }

        private Rows rows(Section section) {
            var rows = new ArrayList<Map<String, String>>();
            objects.getOrDefault(section, Map.of())
                    .forEach((object, references) -> rows.add(row(section, object, references)));
            return limited(rows, MAX_LIST_BYTES);
        }

        private static Map<String, String> row(Section section, String object, List<ReferencedObject> references) {
            var paths =
                    references.stream().map(ReferencedObject::path).distinct().toList();
            var shown = paths.stream()
                    .limit(MAX_PATHS)
                    .map(RecoveryGuideTables::value)
                    .collect(Collectors.joining(", "));
            int more = paths.size() - MAX_PATHS;
            return Map.of(
                    "object", value(object),
                    "paths", more > 0 ? "%s and %d more".formatted(shown, more) : shown,
                    "note", cell(note(section, references.get(0))));
        }

        private static String note(Section section, ReferencedObject reference) {
            var reason = reference.reason();
            return switch (section) {
                case PROVIDED -> provided(reference.kind());
                case ABSENT, RECREATED -> reason == null ? "it was not read" : reason;
                case SAVED -> reason == null ? "" : ": " + reason;
            };
        }

        private static String provided(String kind) {
            return kind.equals("StorageClass")
                    ? ": create one of this name with any provisioner, or name another one in the recovery resource in step 6"
                    : "";
        }
    }
}
