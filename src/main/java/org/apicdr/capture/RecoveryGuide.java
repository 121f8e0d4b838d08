package org.apicdr.capture;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apicdr.bundle.Manifest;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.HandCheck;

/**
 * Writes RECOVERY.md: how to check, open and apply this very bundle with public tools. In its commands stand only names
 * that Kubernetes and this service restrict to harmless characters; all else is in tables, escaped.
 */
@ApplicationScoped
class RecoveryGuide {

    private final Template template;

    RecoveryGuide(@Location("RECOVERY.md") Template template) {
        this.template = template;
    }

    String write(Manifest manifest, SubsystemSnapshot snapshot) {
        var management = manifest.management();
        return template.data("id", manifest.id().value())
                .data("site", manifest.site())
                .data("createdAt", manifest.createdAt().toString())
                .data("cluster", management.name())
                .data("namespace", management.namespace())
                .data("principal", manifest.site() + "/" + management.path())
                .data("commands", HandCheck.COMMANDS)
                .data("settings", settings(snapshot))
                .data("endpoints", endpoints(snapshot))
                .data("missing", missing(manifest))
                .data("backups", backups(snapshot))
                .data("edb", !String.valueOf(management.databaseCluster()).endsWith("-postgres"))
                .data("managementSecrets", secrets(snapshot.management(), new HashSet<>()))
                .data("portals", portals(snapshot))
                .render();
    }

    private static List<Map<String, String>> settings(SubsystemSnapshot snapshot) {
        var rows = new ArrayList<Map<String, String>>();
        for (var each : snapshot.components()) {
            var component = each.component();
            var kind = component.kind().kind();
            rows.add(row(kind + " metadata.name", component.name()));
            rows.add(row(kind + " spec.siteName", component.siteName()));
            rows.add(row(kind + " spec.originalUID", component.lineage()));
            rows.add(row(kind + " version", component.version()));
            if (component.isManagement()) {
                rows.add(row("name of the database cluster, from name and siteName", each.databaseCluster()));
            }
            var backup = component.isManagement() ? "databaseBackup" : "portalBackup";
            each.settings()
                    .path(backup)
                    .properties()
                    .forEach(part -> rows.add(row(
                            "%s spec.%s.%s".formatted(kind, backup, part.getKey()),
                            part.getValue().asText())));
        }
        return rows;
    }

    private static List<Map<String, String>> endpoints(SubsystemSnapshot snapshot) {
        var rows = new ArrayList<Map<String, String>>();
        for (var component : snapshot.components()) {
            component
                    .endpoints()
                    .forEach((name, hosts) ->
                            rows.add(Map.of("name", cell(name), "value", cell(String.join(", ", hosts)))));
        }
        return rows;
    }

    private static String missing(Manifest manifest) {
        var missing = manifest.subsystems().stream()
                .flatMap(entry -> entry.missing().stream())
                .distinct()
                .toList();
        if (missing.isEmpty()) {
            return manifest.dirty() ? "nothing, but it was not healthy." : "";
        }
        return cell(String.join(", ", missing));
    }

    private static List<Map<String, String>> backups(SubsystemSnapshot snapshot) {
        var rows = new ArrayList<Map<String, String>>();
        for (var component : snapshot.components()) {
            for (var backup : component.backups()) {
                rows.add(Map.of(
                        "name", cell(backup.at("/metadata/name").asText()),
                        "kind", cell(backup.path("kind").asText()),
                        "id", cell(id(backup)),
                        "state", cell(backup.at("/status/phase").asText()),
                        "of", cell(of(backup))));
            }
        }
        return rows;
    }

    /** ManagementBackup has an id, EDB's Backup and PortalBackup a backupId. */
    private static String id(JsonNode backup) {
        var backupId = backup.at("/status/backupId").asText();
        return backupId.isEmpty() ? backup.at("/status/id").asText() : backupId;
    }

    /** What a backup is of: the old database server, the database cluster, or a portal's site. */
    private static String of(JsonNode backup) {
        return List.of("/status/serverName", "/status/clusterName", "/status/fullBackupName", "/spec/type").stream()
                .map(pointer -> backup.at(pointer).asText())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Two components of one namespace may name the same secret; it can be created only once. */
    private static List<String> secrets(ComponentSnapshot snapshot, Set<String> created) {
        return snapshot.secrets().stream()
                .map(secret -> secret.ref().name())
                .filter(name -> created.add(snapshot.component().namespace() + "/" + name))
                .toList();
    }

    private static List<Map<String, Object>> portals(SubsystemSnapshot snapshot) {
        var created = new HashSet<String>();
        secrets(snapshot.management(), created);
        var portals = new ArrayList<Map<String, Object>>();
        for (var portal : snapshot.portals()) {
            portals.add(Map.of(
                    "variable", "PORTAL_NS_" + (portals.size() + 1),
                    "namespace", portal.component().namespace(),
                    "name", portal.component().name(),
                    "secrets", secrets(portal, created)));
        }
        return portals;
    }

    private static Map<String, String> row(String name, String value) {
        return Map.of("name", cell(name), "value", cell(value));
    }

    /** A value that means nothing but itself in a Markdown table. */
    private static String cell(String value) {
        return value.replaceAll("\\p{Cntrl}", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }
}
