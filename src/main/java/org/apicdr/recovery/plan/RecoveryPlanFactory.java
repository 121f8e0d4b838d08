package org.apicdr.recovery.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.core.Result;
import org.apicdr.crypto.Digests;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.recovery.plan.RecoveryPlan.NeededObject;
import org.apicdr.recovery.plan.RecoveryPlan.PlanBundle;
import org.apicdr.recovery.plan.RecoveryPlan.PlannedObject;
import org.apicdr.recovery.plan.RecoveryPlan.PlannedResource;
import org.apicdr.recovery.plan.RecoveryPlan.Point;
import org.apicdr.recovery.plan.RecoveryPlan.PortalBackupId;
import org.apicdr.recovery.plan.RecoveryPlan.Restore;
import org.apicdr.recovery.plan.RecoveryPlan.Target;
import org.apicdr.recovery.plan.RecoveryPlan.TargetNamespace;
import org.apicdr.recovery.plan.RecoveryPlan.Tool;
import org.apicdr.recovery.plan.RecoveryPlan.Wait;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemComponent;
import org.jspecify.annotations.Nullable;

/**
 * Makes the recovery plan of a bundle: from its manifest and its payload, or from the manifest alone. Without the
 * payload, a resource in the namespace of an APIConnectCluster counts as created by it.
 */
public final class RecoveryPlanFactory {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The operator installs all services of a subsystem. */
    private static final long RUNNING_SECONDS = 3600;

    /** The vendor's scripts give up after these times. */
    private static final long DATABASE_RESTORE_SECONDS = 2 * 3600;

    private static final long PORTAL_RESTORE_SECONDS = 3 * 3600;

    private static final List<Tool> TOOLS = List.of(
            new Tool("ssh-keygen", "8.1", "ssh -V"),
            new Tool("age", "1.0", "age --version"),
            new Tool("kubectl", null, "kubectl version --client"),
            new Tool("tar", null, "tar --version"),
            new Tool("gzip", null, "gzip --version"));

    private final List<Manifest.Entry> entries;
    private final Optional<Payload> payload;
    private final UnaryOperator<String> namespaces;

    private RecoveryPlanFactory(
            List<Manifest.Entry> entries, Optional<Payload> payload, UnaryOperator<String> namespaces) {
        this.entries = entries;
        this.payload = payload;
        this.namespaces = namespaces;
    }

    /**
     * Returns the plan for {@code plan.json} of a payload that contains everything else.
     *
     * @param entries the entries of the manifest
     * @param points the recovery points, or the reason why they are unknown
     * @param thisBundle the id by which the recovery points name the new bundle
     */
    public static RecoveryPlan forPayload(
            String site,
            Instant capturedAt,
            List<Manifest.Entry> entries,
            Payload payload,
            Result<List<RecoveryPoint>> points,
            BundleId thisBundle) {
        var factory = new RecoveryPlanFactory(entries, Optional.of(payload), UnaryOperator.identity());
        var management = entries.get(0);
        var bundle = new PlanBundle(
                null,
                capturedAt,
                site,
                management.namespace(),
                management.name(),
                management.lineage(),
                entries.stream()
                        .anyMatch(entry -> !entry.healthy() || !entry.missing().isEmpty()),
                null,
                null);
        return factory.plan(bundle, points, thisBundle);
    }

    /**
     * Returns the plan of a bundle without its payload, for a recovery to other namespaces.
     *
     * @param signer the fingerprint of the key that signed the bundle, if known
     * @param namespaces gives each captured namespace its name in the new cluster
     */
    public static RecoveryPlan of(Manifest manifest, @Nullable String signer, UnaryOperator<String> namespaces) {
        var factory = new RecoveryPlanFactory(manifest.subsystems(), Optional.empty(), namespaces);
        var management = manifest.management();
        var bundle = new PlanBundle(
                manifest.id(),
                manifest.capturedAt(),
                manifest.site(),
                management.namespace(),
                management.name(),
                management.lineage(),
                manifest.dirty(),
                signer,
                manifest.payload().recipients());
        return factory.plan(
                bundle,
                Result.unavailable("The plan in the payload and RECOVERY.md list those that were known at the capture;"
                        + " GET /api/v1/recovery-points lists those of the live subsystem."),
                manifest.id());
    }

    /**
     * Returns the folder of each EDB backup below the backup path, by the id of the backup, as listed in a payload. The id
     * is its time: the newest is first.
     */
    public static Map<String, String> edbServers(Manifest.Entry management, Payload payload) {
        var servers = new TreeMap<String, String>(Comparator.reverseOrder());
        payload.yaml(PayloadPaths.backups(management))
                .ifPresent(list -> list.path(PayloadPaths.BACKUPS).forEach(backup -> {
                    var id = backup.at("/status/backupId").asText();
                    var server = backup.at("/status/serverName").asText();
                    if (!id.isEmpty() && !server.isEmpty()) {
                        servers.putIfAbsent(id, server);
                    }
                }));
        return servers;
    }

    /** Returns whether EDB Postgres runs the database. Earlier releases have Crunchy Postgres. */
    public static boolean isEdb(Manifest.Entry management) {
        return !String.valueOf(management.databaseCluster()).endsWith("-postgres");
    }

    /** Returns the restore of the database; the placeholders are values that are not known yet. */
    public static Map<String, Object> managementRestore(Manifest.Entry management) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("subsystemName", management.name());
        spec.put("mgmtEncKeyName", "@KEY@");
        if (isEdb(management)) {
            spec.put("backupId", "@BACKUP@");
            spec.put("backup", restoreBackup(management));
        } else {
            spec.put("backupName", "@RECORD@");
        }
        return restore(ResourceKind.MANAGEMENT_RESTORE, spec);
    }

    /**
     * Returns the restore of a portal.
     *
     * @param portal the name of the PortalCluster, or a placeholder
     */
    public static Map<String, Object> portalRestore(String portal) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("type", "all");
        spec.put("portalCluster", portal);
        spec.put("timestamp", "@BACKUP@");
        return restore(ResourceKind.PORTAL_RESTORE, spec);
    }

    private static Map<String, Object> restore(ResourceKind kind, Map<String, Object> spec) {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("apiVersion", "%s/%s".formatted(kind.group(), kind.version()));
        manifest.put("kind", kind.kind());
        manifest.put("metadata", Map.of("name", "@RESTORE@"));
        manifest.put("spec", spec);
        return manifest;
    }

    /** Returns the backup block of a ManagementRestore. The old server is a part of the path. */
    private static Map<String, Object> restoreBackup(Manifest.Entry management) {
        var block = management.databaseBackup() == null ? Map.<String, Object>of() : management.databaseBackup();
        var restored = new LinkedHashMap<String, Object>();
        for (var key : List.of("protocol", "host", "port", "path", "credentials")) {
            var value = block.get(key);
            if (key.equals("path")) {
                restored.put(key, String.valueOf(value == null ? "" : value).replaceAll("/+$", "") + "/@SERVER@");
            } else if (value instanceof Number) {
                restored.put(key, value);
            } else if (value != null) {
                restored.put(key, String.valueOf(value));
            }
        }
        return restored;
    }

    private RecoveryPlan plan(PlanBundle bundle, Result<List<RecoveryPoint>> points, BundleId thisBundle) {
        return new RecoveryPlan(
                bundle,
                TOOLS,
                target(),
                secrets(),
                configMaps(),
                needed(),
                neededUnknown(),
                resources(),
                points.value().orElse(List.of()).stream()
                        .map(point -> point(point, thisBundle))
                        .toList(),
                points.value().isPresent() ? null : points.match(known -> "", why -> why),
                restores(),
                steps(),
                RecoveryPlanSteps.after(),
                RecoveryPlanSteps.rollback(),
                RecoveryPlanSteps.wipe());
    }

    private List<RecoveryPlan.Step> steps() {
        var renamed = target().namespaces().stream()
                .filter(namespace -> !namespace.captured().equals(namespace.target()))
                .map(namespace -> "%s=%s".formatted(namespace.captured(), namespace.target()))
                .toList();
        var portals = entries.stream()
                .filter(RecoveryPlanFactory::isPortal)
                .map(portal -> "%s/%s".formatted(portal.namespace(), portal.name()))
                .toList();
        return RecoveryPlanSteps.steps(renamed, portals);
    }

    private Target target() {
        var names = new LinkedHashSet<String>();
        var types = new LinkedHashSet<String>();
        for (var entry : entries) {
            names.add(entry.namespace());
            ResourceKind.ofKind(entry.kind()).map(ResourceKind::toString).ifPresent(types::add);
        }
        types.addAll(restoreTypes(entries));
        return new Target(
                names.stream()
                        .map(name -> new TargetNamespace(name, namespaces.apply(name)))
                        .toList(),
                entries.get(0).version(),
                List.copyOf(types));
    }

    /** Returns the resource types of the restores of these resources. */
    public static List<String> restoreTypes(List<Manifest.Entry> entries) {
        var types = new LinkedHashSet<String>();
        types.add(ResourceKind.MANAGEMENT_RESTORE.toString());
        if (!isEdb(entries.get(0))) {
            types.add(ResourceKind.MANAGEMENT_BACKUP.toString());
        }
        if (entries.stream().anyMatch(RecoveryPlanFactory::isPortal)) {
            types.add(ResourceKind.PORTAL_RESTORE.toString());
        }
        return List.copyOf(types);
    }

    private List<PlannedObject> secrets() {
        var objects = new LinkedHashMap<String, PlannedObject>();
        for (var entry : entries) {
            for (var secret : entry.secrets()) {
                var file = PayloadPaths.secret(PayloadPaths.folder(entry), secret.name());
                objects.putIfAbsent(
                        entry.namespace() + "/" + secret.name(),
                        object(entry, "Secret", secret.name(), secret.role(), file, secret.fingerprint()));
            }
        }
        return List.copyOf(objects.values());
    }

    private List<PlannedObject> configMaps() {
        var objects = new LinkedHashMap<String, PlannedObject>();
        for (var entry : entries) {
            for (var configMap : entry.savedConfigMaps()) {
                var file = PayloadPaths.configMap(PayloadPaths.folder(entry), configMap.name());
                objects.putIfAbsent(
                        entry.namespace() + "/" + configMap.name(),
                        object(entry, "ConfigMap", configMap.name(), null, file, configMap.fingerprint()));
            }
        }
        return List.copyOf(objects.values());
    }

    private PlannedObject object(
            Manifest.Entry entry,
            String kind,
            String name,
            @Nullable SecretRole role,
            String file,
            Fingerprint fingerprint) {
        var sha256 = payload.filter(opened -> role != null)
                .flatMap(opened -> opened.yaml(file))
                .map(RecoveryPlanFactory::dataDigest)
                .orElse(null);
        return new PlannedObject(
                kind,
                namespaces.apply(entry.namespace()),
                name,
                role,
                file,
                sha256,
                payload.isPresent() ? null : fingerprint,
                "stop",
                null,
                null);
    }

    /** Returns what {@code kubectl get secret NAME -o json | jq -jcS .data | sha256sum} prints. */
    private static String dataDigest(JsonNode secret) {
        var data = new TreeMap<String, String>();
        secret.path("data")
                .properties()
                .forEach(field -> data.put(field.getKey(), field.getValue().asText()));
        try {
            return Digests.sha256Hex(MAPPER.writeValueAsString(data).getBytes(UTF_8));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<NeededObject> needed() {
        var byObject = new LinkedHashMap<String, List<ReferencedObject>>();
        var owners = new LinkedHashMap<String, Manifest.Entry>();
        for (var entry : entries) {
            var references = entry.references() == null ? List.<ReferencedObject>of() : entry.references();
            references.stream().filter(reference -> !reference.saved()).forEach(reference -> {
                var object = "%s %s/%s".formatted(reference.kind(), entry.namespace(), reference.name());
                byObject.computeIfAbsent(object, key -> new ArrayList<>()).add(reference);
                owners.putIfAbsent(object, entry);
            });
        }
        var objects = new ArrayList<NeededObject>();
        byObject.forEach((object, references) -> {
            var first = references.get(0);
            objects.add(new NeededObject(
                    first.kind(),
                    namespaces.apply(Objects.requireNonNull(owners.get(object)).namespace()),
                    first.name(),
                    references.stream().map(ReferencedObject::path).toList(),
                    first.treatment(),
                    first.reason(),
                    remedy(first.treatment()),
                    null,
                    null));
        });
        return objects;
    }

    private @Nullable String neededUnknown() {
        return entries.stream().allMatch(entry -> entry.references() != null)
                ? null
                : "The bundle has format 1.0, which does not list the objects that its resources name. Search the recovery"
                        + " resources for names of Secrets and ConfigMaps.";
    }

    private static String remedy(Treatment treatment) {
        return switch (treatment) {
            case PROVIDED -> "Provide it before the resources are created.";
            case RECREATED -> "Check that it exists before the restore: cert-manager or the operator creates it.";
            case REQUIRED, SAVED, UNKNOWN -> "Obtain or recreate it before the resources are created.";
        };
    }

    /** Returns the resources in the order of their creation: owners before what they own. */
    private List<PlannedResource> resources() {
        var management = entries.get(0);
        var owners = entries.stream().filter(RecoveryPlanFactory::isOwner);
        var others = entries.stream().skip(1).filter(entry -> !isOwner(entry));
        var first = ownerOf(management).isPresent()
                ? Stream.concat(owners, Stream.of(management))
                : Stream.concat(Stream.of(management), owners);
        return Stream.concat(first, others).map(this::resource).toList();
    }

    private PlannedResource resource(Manifest.Entry entry) {
        var owner = ownerOf(entry).map(Manifest.Entry::name);
        return new PlannedResource(
                entry.kind(),
                namespaces.apply(entry.namespace()),
                entry.name(),
                owner.isPresent() ? null : PayloadPaths.recoveryResource(PayloadPaths.folder(entry), entry.kind()),
                owner.orElse(null),
                true,
                List.of("spec.profile", "spec.*VolumeClaimTemplate.storageClassName"),
                List.of(
                        "metadata.name",
                        "spec.siteName",
                        "spec.originalUID",
                        "spec.version",
                        "spec.encryptionSecret",
                        "spec.customApplicationCredentials",
                        "spec.databaseBackup",
                        "spec.portalBackup",
                        "spec.*Endpoint.hosts"),
                new Wait("status.phase", List.of("Running", "Ready"), List.of("Failed"), RUNNING_SECONDS),
                null,
                null);
    }

    /** Without the payload, what is in the namespace of an APIConnectCluster counts as owned by it. */
    private Optional<Manifest.Entry> ownerOf(Manifest.Entry entry) {
        return payload.map(opened -> ownerOf(entry, entries, opened)).orElseGet(() -> inNamespaceOf(entry, entries));
    }

    /** Returns the APIConnectCluster that creates a resource; empty if a recovery creates the resource itself. */
    public static Optional<Manifest.Entry> ownerOf(
            Manifest.Entry entry, List<Manifest.Entry> entries, Payload payload) {
        var recovery = PayloadPaths.recoveryResource(PayloadPaths.folder(entry), entry.kind());
        return payload.entry(recovery).isPresent() ? Optional.empty() : inNamespaceOf(entry, entries);
    }

    private static Optional<Manifest.Entry> inNamespaceOf(Manifest.Entry entry, List<Manifest.Entry> entries) {
        return entries.stream()
                .filter(owner -> isOwner(owner) && !isOwner(entry))
                .filter(owner -> owner.namespace().equals(entry.namespace()))
                .findFirst();
    }

    private static boolean isOwner(Manifest.Entry entry) {
        return entry.kind().equals(ResourceKind.API_CONNECT_CLUSTER.kind());
    }

    private static boolean isPortal(Manifest.Entry entry) {
        return entry.kind().equals(ResourceKind.PORTAL_CLUSTER.kind());
    }

    private Point point(RecoveryPoint point, BundleId thisBundle) {
        var servers = payload.map(opened -> edbServers(entries.get(0), opened)).orElse(Map.of());
        return new Point(
                point.databaseBackup().id(),
                point.databaseBackup().takenAt(),
                point.databaseBackup().uncertaintySeconds(),
                servers.get(point.databaseBackup().id()),
                point.portalBackups().stream()
                        .map(backup -> new PortalBackupId(backup.namespace(), backup.of(), backup.id()))
                        .toList(),
                point.gapSeconds(),
                point.state(),
                point.key(),
                point.bundles().stream()
                        .map(id -> id.equals(thisBundle) ? Point.THIS_BUNDLE : id.value())
                        .toList(),
                point.reasons());
    }

    private List<Restore> restores() {
        var restores = new ArrayList<Restore>();
        var management = entries.get(0);
        if (!hasExternalDatabase(management)) {
            restores.add(new Restore(
                    ResourceKind.MANAGEMENT_RESTORE.kind(),
                    namespaces.apply(management.namespace()),
                    management.name(),
                    managementRestore(management),
                    managementPlaceholders(management),
                    new Wait(
                            "status.phase",
                            List.of("Complete", "Ready"),
                            List.of("Failed"),
                            DATABASE_RESTORE_SECONDS)));
        }
        entries.stream()
                .filter(RecoveryPlanFactory::isPortal)
                .map(portal -> new Restore(
                        ResourceKind.PORTAL_RESTORE.kind(),
                        namespaces.apply(portal.namespace()),
                        portal.name(),
                        portalRestore(portal.name()),
                        Map.of(
                                "@RESTORE@",
                                "a name",
                                "@BACKUP@",
                                "the id of the portal's backup in the recovery point: YYYYMMDD.HHMMSS"),
                        new Wait(
                                "status.phase",
                                List.of("Ready", "Complete"),
                                List.of("Failed"),
                                PORTAL_RESTORE_SECONDS)))
                .forEach(restores::add);
        return restores;
    }

    private static Map<String, String> managementPlaceholders(Manifest.Entry management) {
        var placeholders = new LinkedHashMap<String, String>();
        placeholders.put("@RESTORE@", "a name");
        placeholders.put(
                "@KEY@",
                "the secret with the encryption key of the backup; leave the line out if the key was not rotated since");
        if (isEdb(management)) {
            placeholders.put("@BACKUP@", "the id of the database backup in the recovery point");
            placeholders.put("@SERVER@", "the folder of the backup below the backup path");
        } else {
            placeholders.put(
                    "@RECORD@",
                    "the name of the ManagementBackup with phase Ready whose status.id is the id of the database backup");
        }
        return placeholders;
    }

    /** Returns whether API Connect's operator does not restore the database. */
    private boolean hasExternalDatabase(Manifest.Entry management) {
        return payload.map(opened -> hasExternalDatabase(management, opened))
                .orElseGet(() -> management.databaseBackup() == null
                        && management.references() != null
                        && management.references().stream()
                                .anyMatch(reference -> reference.path().startsWith("spec.externalDB.")));
    }

    /** Returns whether {@code spec.externalDB} names a database that API Connect's operator does not restore. */
    public static boolean hasExternalDatabase(Manifest.Entry management, Payload payload) {
        return payload.yaml(PayloadPaths.resource(PayloadPaths.folder(management), management.kind()))
                .filter(ObjectNode.class::isInstance)
                .map(yaml -> new SubsystemComponent(ResourceKind.MANAGEMENT_CLUSTER, (ObjectNode) yaml))
                .filter(SubsystemComponent::hasExternalDatabase)
                .isPresent();
    }
}
