package org.apicdr.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.qute.Engine;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * Returns the text of RECOVERY.md.
     *
     * @param recoveryPoints the recovery points, or the reason why they are unknown
     */
    String write(Manifest manifest, Payload payload, Result<RecoveryPointDrafts> recoveryPoints) {
        var management = manifest.management();
        var objects = RecoveryGuideTables.ObjectLists.of(manifest);
        var points = RecoveryGuideTables.points(points(recoveryPoints, manifest.id()), manifest.id());
        var backups = RecoveryGuideTables.backups(manifest, payload);
        var steps = Steps.of(manifest, payload);
        return template.data("id", manifest.id().value())
                .data("site", manifest.site())
                .data("createdAt", manifest.createdAt().toString())
                .data("capturedAt", manifest.capturedAt().toString())
                .data("resealedFrom", manifest.resealedFrom())
                .data("cluster", management.name())
                .data("namespace", management.namespace())
                .data("principal", manifest.site() + "/" + management.path())
                .data("commands", ManualVerificationCommands.COMMANDS)
                .data("warnings", warnings(manifest))
                .data("settings", RecoveryGuideTables.settings(manifest))
                .data("endpoints", RecoveryGuideTables.endpoints(manifest))
                .data("unlisted", manifest.subsystems().stream().anyMatch(entry -> entry.references() == null))
                .data("provided", objects.provided().shown())
                .data("absent", objects.absent().shown())
                .data("recreated", objects.recreated().shown())
                .data("saved", objects.saved().shown())
                .data("objectsLeftOut", objects.leftOut())
                .data("missing", missing(manifest))
                .data("pointsUnknown", reasonUnknown(recoveryPoints))
                .data("points", points.shown())
                .data("pointsLeftOut", points.leftOut())
                .data("backups", backups.shown())
                .data("backupsLeftOut", backups.leftOut())
                .data("edb", !String.valueOf(management.databaseCluster()).endsWith("-postgres"))
                .data("externalDatabase", hasExternalDatabase(manifest, payload))
                .data("managementFiles", steps.managementFiles())
                .data("managementRecovery", steps.managementRecovery())
                .data("owner", steps.owner())
                .data("ownerFiles", steps.ownerFiles())
                .data("restoreBackup", restoreBackup(management))
                .data("portals", steps.portals())
                .data("devPortal", steps.hasDevPortal())
                .data("others", steps.others())
                .render();
    }

    private static List<Map<String, String>> warnings(Manifest manifest) {
        var rows = manifest.warnings().stream()
                .map(warning -> Map.of("text", RecoveryGuideTables.cell(warning)))
                .toList();
        return RecoveryGuideTables.limited(rows, MAX_WARNINGS).shown();
    }

    /** Returns what the bundle lacks, as the end of a sentence; empty if it is complete. */
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

    private static List<RecoveryPoint> points(Result<RecoveryPointDrafts> recoveryPoints, BundleId newBundle) {
        return recoveryPoints.value().map(known -> known.with(newBundle)).orElse(List.of());
    }

    /** Returns why there is no table of recovery points, as a sentence; empty if there is one. */
    private static String reasonUnknown(Result<RecoveryPointDrafts> recoveryPoints) {
        return recoveryPoints.match(known -> "", why -> RecoveryGuideTables.cell(Sentences.closed(why)));
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
                lines.add("%s: %s".formatted(key, RecoveryGuideTables.quoted(shown)));
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

    /**
     * The files that steps 6 to 8 of RECOVERY.md create: for each resource its secrets and config maps, then the
     * resource. A resource that an APIConnectCluster owns has no recovery resource.
     */
    private static final class Steps {

        private final Manifest manifest;
        private final Payload payload;

        /** Kind, namespace and name of each object that an earlier command creates. An object can be created only once. */
        private final Set<String> created = new HashSet<>();

        private final List<String> managementFiles;
        private final List<String> ownerFiles;
        private final List<Map<String, Object>> portals = new ArrayList<>();
        private final List<Map<String, Object>> others = new ArrayList<>();

        private Steps(Manifest manifest, Payload payload) {
            this.manifest = manifest;
            this.payload = payload;
            this.managementFiles = files(manifest.management());
            this.ownerFiles = ownerEntry().isEmpty() ? List.of() : filesOfOwner();
        }

        static Steps of(Manifest manifest, Payload payload) {
            var steps = new Steps(manifest, payload);
            for (var entry :
                    manifest.subsystems().subList(1, manifest.subsystems().size())) {
                if (entry.kind().equals(ResourceKind.PORTAL_CLUSTER.kind())) {
                    steps.portals.add(steps.step(entry, "PORTAL_NS_" + (steps.portals.size() + 1)));
                } else if (!isOwner(entry)) {
                    steps.others.add(steps.step(entry, "OTHER_NS_" + (steps.others.size() + 1)));
                }
            }
            return steps;
        }

        /** Returns the APIConnectCluster that owns the ManagementCluster; null if there is none. */
        @Nullable
        Map<String, String> owner() {
            return ownerEntry().map(entry -> Map.of("name", entry.name())).orElse(null);
        }

        List<String> ownerFiles() {
            return ownerFiles;
        }

        List<String> managementFiles() {
            return managementFiles;
        }

        /** Returns the path of the resource from which the operator creates the management subsystem. */
        String managementRecovery() {
            return recovery(ownerEntry().orElse(manifest.management()));
        }

        List<Map<String, Object>> portals() {
            return List.copyOf(portals);
        }

        List<Map<String, Object>> others() {
            return List.copyOf(others);
        }

        /** Returns whether the bundle contains a DevPortalCluster. */
        boolean hasDevPortal() {
            return manifest.subsystems().stream()
                    .anyMatch(entry -> entry.kind().equals(ResourceKind.DEV_PORTAL_CLUSTER.kind()));
        }

        /**
         * Returns the files of all components that the owner creates. They come first, because the operator starts to
         * create components as soon as the owner exists.
         */
        private List<String> filesOfOwner() {
            return manifest.subsystems().stream()
                    .skip(1)
                    .filter(entry -> isOwner(entry) || !hasRecovery(entry))
                    .flatMap(entry -> files(entry).stream())
                    .toList();
        }

        private static boolean isOwner(Manifest.Entry entry) {
            return entry.kind().equals(ResourceKind.API_CONNECT_CLUSTER.kind());
        }

        private Optional<Manifest.Entry> ownerEntry() {
            return hasRecovery(manifest.management())
                    ? Optional.empty()
                    : manifest.subsystems().stream().filter(Steps::isOwner).findFirst();
        }

        private Map<String, Object> step(Manifest.Entry entry, String variable) {
            var step = new HashMap<String, Object>();
            step.put("variable", variable);
            step.put("kind", entry.kind());
            step.put("namespace", entry.namespace());
            step.put("name", entry.name());
            step.put("files", files(entry));
            step.put("recovery", recovery(entry));
            step.put("owned", !hasRecovery(entry));
            step.put("owner", ownerEntry().map(Manifest.Entry::name).orElse(""));
            return step;
        }

        private boolean hasRecovery(Manifest.Entry entry) {
            return payload.entry(PayloadPaths.recoveryResource(PayloadPaths.folder(entry), entry.kind()))
                    .isPresent();
        }

        private static String recovery(Manifest.Entry entry) {
            return "payload/" + PayloadPaths.recoveryResource(PayloadPaths.folder(entry), entry.kind());
        }

        private List<String> files(Manifest.Entry entry) {
            var folder = PayloadPaths.folder(entry);
            var files = new ArrayList<String>();
            var secrets = entry.secrets().stream().map(Manifest.Secret::name).toList();
            var configMaps = entry.savedConfigMaps().stream()
                    .map(Manifest.ConfigMap::name)
                    .toList();
            add(files, entry.namespace(), folder + "secrets/", secrets);
            add(files, entry.namespace(), folder + "configmaps/", configMaps);
            return List.copyOf(files);
        }

        /** Adds one entry for the whole folder, or one for each file if an earlier command creates some of the objects. */
        private void add(List<String> files, String namespace, String folder, List<String> names) {
            var kind = folder.endsWith("secrets/") ? "Secret" : "ConfigMap";
            var remaining = names.stream()
                    .filter(name -> created.add("%s %s/%s".formatted(kind, namespace, name)))
                    .toList();
            if (!names.isEmpty() && remaining.size() == names.size()) {
                files.add("payload/" + folder);
            } else {
                remaining.forEach(name -> files.add("payload/%s%s.yaml".formatted(folder, name)));
            }
        }
    }
}
