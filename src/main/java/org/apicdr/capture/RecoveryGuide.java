package org.apicdr.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.qute.Engine;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.core.Result;
import org.apicdr.core.Sentences;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.recovery.point.RecoveryPointDrafts;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.verification.ManualVerificationCommands;
import org.jspecify.annotations.Nullable;

/**
 * Writes RECOVERY.md: how to check, open and apply one bundle with public tools. Commands contain only names that
 * Kubernetes and this service restrict to harmless characters. All other values are in tables, escaped.
 */
@ApplicationScoped
class RecoveryGuide {

    private static final String TEMPLATE = "/templates/RECOVERY.md";

    /** Bytes. The manifest has all warnings. */
    private static final int MAX_WARNINGS = 16 * 1024;

    private final Template template = template();

    String write(Manifest manifest, Payload payload, Result<RecoveryPointDrafts> recoveryPoints) {
        var management = manifest.management();
        var backups = RecoveryGuideTables.BackupRows.of(manifest, payload);
        var objects = RecoveryGuideObjectLists.of(manifest);
        var steps = RecoveryGuideSteps.of(manifest, payload);
        var points = RecoveryGuideTables.PointRows.of(points(recoveryPoints, manifest.id()), manifest.id());
        return template.data("id", manifest.id().value())
                .data("site", manifest.site())
                .data("createdAt", manifest.createdAt().toString())
                .data("capturedAt", manifest.capturedAt().toString())
                .data("resealedFrom", manifest.resealedFrom())
                .data("cluster", management.name())
                .data("namespace", management.namespace())
                .data("principal", manifest.site() + "/" + management.path())
                .data("commands", ManualVerificationCommands.COMMANDS)
                .data("settings", settings(manifest))
                .data("endpoints", endpoints(manifest))
                .data("missing", missing(manifest))
                .data("backups", backups.shown())
                .data("backupsLeftOut", backups.leftOut())
                .data("points", points.shown())
                .data("pointsLeftOut", points.leftOut())
                .data("pointsUnknown", reasonUnknown(recoveryPoints))
                .data("edb", !String.valueOf(management.databaseCluster()).endsWith("-postgres"))
                .data("externalDatabase", hasExternalDatabase(manifest, payload))
                .data("restoreBackup", restoreBackup(management))
                .data("unlisted", manifest.subsystems().stream().anyMatch(entry -> entry.references() == null))
                .data("provided", objects.provided().shown())
                .data("absent", objects.absent().shown())
                .data("recreated", objects.recreated().shown())
                .data("saved", objects.saved().shown())
                .data("objectsLeftOut", objects.leftOut())
                .data("warnings", warnings(manifest))
                .data("devPortal", steps.hasDevPortal())
                .data("owner", steps.owner())
                .data("ownerFiles", steps.ownerFiles())
                .data("managementFiles", steps.managementFiles())
                .data("managementRecovery", steps.managementRecovery())
                .data("portals", steps.portals())
                .data("others", steps.others())
                .render();
    }

    private static List<Map<String, String>> warnings(Manifest manifest) {
        var rows = manifest.warnings().stream()
                .map(warning -> Map.of("text", RecoveryGuideTables.cell(warning)))
                .toList();
        return RecoveryGuideTables.limited(rows, MAX_WARNINGS).shown();
    }

    private static boolean hasExternalDatabase(Manifest manifest, Payload payload) {
        var management = manifest.management();
        return payload.entry(PayloadPaths.resource(PayloadPaths.folder(management), management.kind()))
                .map(Yaml::read)
                .filter(ObjectNode.class::isInstance)
                .map(yaml -> new SubsystemComponent(ResourceKind.MANAGEMENT_CLUSTER, (ObjectNode) yaml))
                .filter(SubsystemComponent::hasExternalDatabase)
                .isPresent();
    }

    /**
     * Returns the backup block of a ManagementRestore. The name of the old server is left as a placeholder, because
     * it depends on the backup.
     */
    private static List<String> restoreBackup(Manifest.Entry management) {
        var block = management.databaseBackup();
        if (block == null) {
            return List.of(
                    "protocol: \"PROTOCOL\"",
                    "host: \"HOST\"",
                    "path: \"PATH/SERVER NAME\"",
                    "credentials: \"SECRET\"");
        }
        var lines = new ArrayList<String>();
        for (var key : List.of("protocol", "host", "port", "path", "credentials")) {
            var value = block.get(key);
            if (value instanceof Number number) {
                lines.add("%s: %s".formatted(key, number));
            } else if (value != null) {
                var text = String.valueOf(value);
                var shown = key.equals("path") ? text.replaceAll("/+$", "") + "/OLD SERVER NAME" : text;
                lines.add("%s: %s".formatted(key, TextNode.valueOf(shown)));
            }
        }
        return lines;
    }

    /** Parses the template with a private engine. The engine of the container would be built at each start. */
    private static Template template() {
        try (var text = RecoveryGuide.class.getResourceAsStream(TEMPLATE)) {
            if (text == null) {
                throw new IllegalStateException("The package is incomplete: " + TEMPLATE + " is missing.");
            }
            return Engine.builder()
                    .addDefaults()
                    .addValueResolver(new ReflectionValueResolver())
                    .build()
                    .parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(TEMPLATE, e);
        }
    }

    private static List<Map<String, String>> settings(Manifest manifest) {
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

    private static List<Map<String, String>> endpoints(Manifest manifest) {
        var rows = new ArrayList<Map<String, String>>();
        for (var entry : manifest.subsystems()) {
            entry.endpoints()
                    .forEach((name, hosts) -> rows.add(Map.of(
                            "name",
                            RecoveryGuideTables.cell(name),
                            "value",
                            RecoveryGuideTables.cell(String.join(", ", hosts)))));
        }
        return rows;
    }

    private static List<RecoveryPoint> points(Result<RecoveryPointDrafts> recoveryPoints, BundleId newBundle) {
        return recoveryPoints.value().map(known -> known.with(newBundle)).orElse(List.of());
    }

    /** Returns why there is no table of recovery points, as a sentence; empty if there is one. */
    private static String reasonUnknown(Result<RecoveryPointDrafts> recoveryPoints) {
        return recoveryPoints.match(known -> "", why -> RecoveryGuideTables.cell(Sentences.closed(why)));
    }

    private static String missing(Manifest manifest) {
        var missing = manifest.subsystems().stream()
                .flatMap(entry -> entry.missing().stream())
                .distinct()
                .toList();
        if (missing.isEmpty()) {
            return manifest.dirty() ? "nothing, but the subsystem was not healthy." : "";
        }
        return RecoveryGuideTables.cell(String.join(", ", missing));
    }

    private static Map<String, String> row(String name, String value) {
        return Map.of("name", RecoveryGuideTables.cell(name), "value", RecoveryGuideTables.cell(value));
    }
}
