package org.apicdr.recovery.restoration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.plan.RecoveryPlan;
import org.apicdr.recovery.plan.RecoveryPlan.Point;
import org.apicdr.recovery.plan.RecoveryPlanFactory;
import org.apicdr.recovery.restoration.RestorationRequest.PortalBackupChoice;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.verification.RestoreObject;

/** The content of an authentic bundle that was opened, as objects to create. Contains secrets and is never printed. */
final class RestorableBundle {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Manifest manifest;
    private final Payload payload;
    private final List<RestoreObject> objects;

    RestorableBundle(Manifest manifest, Payload payload) {
        this.manifest = manifest;
        this.payload = payload;
        this.objects = RestoreObject.of(manifest, payload);
    }

    BundleId id() {
        return manifest.id();
    }

    Manifest.Entry management() {
        return manifest.management();
    }

    SubsystemRef ref() {
        return new SubsystemRef(management().namespace(), management().name());
    }

    /** Returns the namespaces to restore into, which are those of the capture. */
    Set<String> namespaces() {
        return manifest.subsystems().stream()
                .map(Manifest.Entry::namespace)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<Manifest.Entry> portals() {
        return manifest.subsystems().stream()
                .filter(entry -> entry.kind().equals(ResourceKind.PORTAL_CLUSTER.kind()))
                .toList();
    }

    /** Returns the secrets and config maps. */
    List<RestoreObject> data() {
        return objects.stream().filter(RestoreObject::isData).toList();
    }

    /** Returns the custom resources. */
    List<RestoreObject> resources() {
        return objects.stream().filter(object -> !object.isData()).toList();
    }

    /** Returns the resource to create first: the ManagementCluster, or the APIConnectCluster that creates it. */
    RestoreObject first() {
        return resource(management())
                .or(() -> RecoveryPlanFactory.ownerOf(management(), manifest.subsystems(), payload)
                        .flatMap(this::resource))
                .orElseThrow(() -> new ServiceException(
                        ErrorCode.VERIFICATION_FAILED,
                        "%s cannot be restored: it contains no resource to create.".formatted(id())));
    }

    /** Returns the resource to create for an entry; empty if another resource creates it. */
    Optional<RestoreObject> resource(Manifest.Entry entry) {
        return objects.stream()
                .filter(object -> object.kind().equals(entry.kind())
                        && object.name().equals(entry.name())
                        && object.source().equals(entry.namespace()))
                .findFirst();
    }

    /** Returns the APIConnectClusters to create before the portals, which may be theirs. */
    List<RestoreObject> owners() {
        return others(true);
    }

    /** Returns the resources to create after the restores. */
    List<RestoreObject> others() {
        return others(false);
    }

    private List<RestoreObject> others(boolean owners) {
        var first = first();
        return resources().stream()
                .filter(object -> !object.equals(first)
                        && !object.kind().equals(ResourceKind.PORTAL_CLUSTER.kind())
                        && object.kind().equals(ResourceKind.API_CONNECT_CLUSTER.kind()) == owners)
                .toList();
    }

    /** Returns the uid that a resource had at the capture; empty if the manifest does not name it. */
    Optional<String> capturedUid(String kind, String namespace, String name) {
        return manifest.subsystems().stream()
                .filter(entry -> entry.kind().equals(kind) && entry.path().equals(namespace + "/" + name))
                .map(Manifest.Entry::uid)
                .findFirst();
    }

    boolean isEdb() {
        return RecoveryPlanFactory.isEdb(management());
    }

    /**
     * Returns the restore of the database, named as the script {@code recover} names it.
     *
     * @param backup the name of the ManagementBackup; of no meaning with EDB
     */
    RestoreObject managementRestore(RestorationRequest request, String backup) {
        var id = String.valueOf(request.databaseBackup());
        var resource = MAPPER.valueToTree(RecoveryPlanFactory.managementRestore(management()));
        var spec = (ObjectNode) resource.path("spec");
        if (request.encryptionKeySecret() == null) {
            spec.remove("mgmtEncKeyName");
        }
        fill(
                resource,
                Map.of(
                        "@RESTORE@",
                        managementRestoreName(id),
                        "@KEY@",
                        String.valueOf(request.encryptionKeySecret()),
                        "@BACKUP@",
                        id,
                        "@RECORD@",
                        backup,
                        "@SERVER@",
                        String.valueOf(request.databaseServer())));
        return new RestoreObject(management().namespace(), (ObjectNode) resource);
    }

    static String managementRestoreName(String backup) {
        return "recover-" + inName(backup);
    }

    /** Returns the restore of a portal, named as the script {@code recover} names it. */
    static RestoreObject portalRestore(PortalBackupChoice portal) {
        var resource = MAPPER.valueToTree(RecoveryPlanFactory.portalRestore(portal.name()));
        fill(resource, Map.of("@RESTORE@", portalRestoreName(portal), "@BACKUP@", portal.backupId()));
        return new RestoreObject(portal.namespace(), (ObjectNode) resource);
    }

    static String portalRestoreName(PortalBackupChoice portal) {
        return "recover-%s-%s".formatted(portal.name(), inName(portal.backupId()));
    }

    private static String inName(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
    }

    private static void fill(JsonNode node, Map<String, String> values) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (field.getValue().isTextual()) {
                    var text = field.getValue().textValue();
                    for (var value : values.entrySet()) {
                        text = text.replace(value.getKey(), value.getValue());
                    }
                    object.put(field.getKey(), text);
                } else {
                    fill(field.getValue(), values);
                }
            });
        }
    }

    /**
     * Returns the request with the backups that it selects by a recovery point.
     *
     * @throws ServiceException {@code INVALID_REQUEST} with all that is missing or wrong
     */
    RestorationRequest select(RestorationRequest request) {
        var wrong = new ArrayList<String>();
        var point = point(request, wrong);
        var database = database(request, point, wrong);
        var server = server(request, point, database, wrong);
        var portals = portals(request, point, wrong);
        if (!wrong.isEmpty()) {
            throw new ServiceException(ErrorCode.INVALID_REQUEST, String.join(" ", wrong));
        }
        return request.with(database, server.orElse(null), portals);
    }

    private Optional<Point> point(RestorationRequest request, List<String> wrong) {
        var wanted = request.recoveryPoint();
        if (wanted == null) {
            return Optional.empty();
        }
        var known = points();
        var point = known.stream()
                .filter(found -> found.databaseBackup().equals(wanted))
                .findFirst();
        if (point.isEmpty()) {
            wrong.add(
                    ("The bundle has no recovery point '%s'. It has %s. Name a backup that is younger than the bundle as"
                                    + " databaseBackup.")
                            .formatted(wanted, known.isEmpty() ? "none" : ids(known)));
        } else if (request.encryptionKeySecret() == null && !point.get().usableWithThisBundle()) {
            var others = point.get().usableWith();
            wrong.add("The recovery point '%s' needs an encryption key that the bundle does not have. %s"
                    .formatted(
                            wanted,
                            others.isEmpty()
                                    ? "Name the secret that has it as encryptionKeySecret."
                                    : "Restore the bundle %s.".formatted(String.join(" or ", others))));
        }
        return point;
    }

    private String database(RestorationRequest request, Optional<Point> point, List<String> wrong) {
        var named = request.databaseBackup();
        var database = Optional.ofNullable(named)
                .or(() -> point.map(Point::databaseBackup))
                .orElse("");
        boolean none = database.equals(RestorationRequest.NONE);
        if (RecoveryPlanFactory.hasExternalDatabase(management(), payload)) {
            if (!none) {
                wrong.add(
                        ("The database of %s is external: its administrators restore it. Set databaseBackup to none when"
                                        + " they have.")
                                .formatted(ref()));
            }
        } else if (none || (database.isEmpty() && request.recoveryPoint() == null)) {
            var known = points();
            wrong.add("The database backup is missing. Name one as recoveryPoint or databaseBackup.%s"
                    .formatted(known.isEmpty() ? "" : " Recovery points of the bundle: %s.".formatted(ids(known))));
        } else if (named != null && point.isPresent() && !named.equals(request.recoveryPoint())) {
            wrong.add("recoveryPoint and databaseBackup name different backups. Give one of them.");
        }
        return database;
    }

    private Optional<String> server(
            RestorationRequest request, Optional<Point> point, String database, List<String> wrong) {
        var named = Optional.ofNullable(request.databaseServer());
        if (!isEdb() || database.equals(RestorationRequest.NONE)) {
            named.ifPresent(
                    server -> wrong.add("databaseServer applies to backups of EDB Postgres only. Leave it out."));
            return Optional.empty();
        }
        var listed = Optional.ofNullable(
                        RecoveryPlanFactory.edbServers(management(), payload).get(database))
                .or(() -> point.map(Point::server));
        if (listed.isPresent() && named.isPresent() && !listed.equals(named)) {
            wrong.add("The bundle lists the backup '%s' in the folder %s. Leave databaseServer out."
                    .formatted(database, listed.get()));
        }
        var server = listed.or(() -> named);
        if (server.isEmpty() && !database.isEmpty()) {
            wrong.add(
                    ("The bundle does not list the backup '%s', so its folder is not known. Set databaseServer to the folder"
                                    + " below the backup path that holds it.")
                            .formatted(database));
        }
        return server;
    }

    private List<PortalBackupChoice> portals(RestorationRequest request, Optional<Point> point, List<String> wrong) {
        var chosen = new ArrayList<PortalBackupChoice>();
        for (var portal : portals()) {
            var named = request.portalBackups().stream()
                    .filter(choice -> choice.path().equals(portal.path()))
                    .toList();
            if (named.size() > 1) {
                wrong.add("portalBackups names %s twice.".formatted(portal.path()));
            }
            named.stream()
                    .findFirst()
                    .or(() -> point.flatMap(found -> portalBackup(found, portal)))
                    .ifPresentOrElse(
                            chosen::add,
                            () -> wrong.add(
                                    ("Portal %s has no backup whose id is known. Add it to portalBackups; backupId"
                                                    + " none restores nothing into it.")
                                            .formatted(portal.path())));
        }
        request.portalBackups().stream()
                .filter(choice ->
                        portals().stream().noneMatch(portal -> portal.path().equals(choice.path())))
                .forEach(choice -> wrong.add("%s is no portal of the bundle.".formatted(choice.path())));
        return chosen;
    }

    /** Returns the backup of a recovery point; empty if its id is not known, and the point has the name of its resource. */
    private static Optional<PortalBackupChoice> portalBackup(Point point, Manifest.Entry portal) {
        return point.portalBackups().stream()
                .filter(backup -> backup.namespace().equals(portal.namespace())
                        && backup.portal().equals(portal.name())
                        && PortalBackupChoice.isId(backup.id()))
                .map(backup -> new PortalBackupChoice(portal.namespace(), portal.name(), backup.id()))
                .findFirst();
    }

    /** Returns the recovery points that were known at the capture; none for a bundle of format 1.0. */
    private List<Point> points() {
        return RecoveryPlan.read(payload).map(RecoveryPlan::points).orElse(List.of());
    }

    private static String ids(List<Point> points) {
        return points.stream().map(Point::databaseBackup).collect(Collectors.joining(", "));
    }
}
