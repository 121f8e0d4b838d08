package org.apicdr.capture;

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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.core.Result;
import org.apicdr.core.Sentences;
import org.apicdr.recovery.plan.RecoveryPlan;
import org.apicdr.recovery.plan.RecoveryPlan.Point;
import org.apicdr.recovery.plan.RecoveryPlan.PortalBackupId;
import org.apicdr.recovery.plan.RecoveryPlanFactory;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.verification.ManualVerificationCommands;

/**
 * Writes RECOVERY.md: how to check, open and apply one bundle with public tools. Commands contain only names that
 * Kubernetes and this service restrict to harmless characters. All other values are in tables, escaped.
 */
@ApplicationScoped
class RecoveryGuide {

    private static final String TEMPLATE = "/templates/RECOVERY.md";

    /** Bytes. The manifest has all warnings. */
    private static final int MAX_WARNINGS = 16 * 1024;

    private static final int MAX_SERVERS = 100;

    private static final String NO_PLAN = "The payload has no recovery plan that could be read.";

    private static final Pattern BACKUP_ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final Pattern PORTAL_BACKUP_ID = Pattern.compile("[0-9]{8}\\.[0-9]{6}");
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._:-]{1,200}");

    private final Template template = template();

    /**
     * Returns the text of RECOVERY.md.
     *
     * @param payload the content of the bundle. Its recovery plan lists the recovery points.
     */
    String write(Manifest manifest, Payload payload) {
        var management = manifest.management();
        var objects = RecoveryGuideTables.ObjectLists.of(manifest);
        var recoveryPoints = recoveryPoints(payload);
        var known = recoveryPoints.value().orElse(List.of());
        var points = RecoveryGuideTables.points(known);
        var choice = choice(known);
        var backups = RecoveryGuideTables.backups(manifest, payload);
        var steps = Steps.of(manifest, payload, choice);
        return template.data("id", manifest.id().value())
                .data("site", manifest.site())
                .data("createdAt", manifest.createdAt().toString())
                .data("capturedAt", manifest.capturedAt().toString())
                .data("resealedFrom", manifest.resealedFrom())
                .data("cluster", management.name())
                .data("namespace", management.namespace())
                .data("version", version(management))
                .data("additional", additional(manifest))
                .data("certManager", objects.certManager())
                .data("issuers", objects.issuers())
                .data("databaseCluster", databaseCluster(management))
                .data("principal", manifest.site() + "/" + management.path())
                .data("commands", ManualVerificationCommands.COMMANDS)
                .data("warnings", warnings(manifest))
                .data("settings", RecoveryGuideTables.settings(manifest))
                .data("endpoints", RecoveryGuideTables.endpoints(manifest))
                .data("unlisted", manifest.subsystems().stream().anyMatch(entry -> entry.references() == null))
                .data("provided", objects.provided().shown())
                .data("absent", objects.absent().shown())
                .data("recreated", objects.recreated().shown())
                .data("recreatedSecrets", recreatedSecrets(management))
                .data("saved", objects.saved().shown())
                .data("objectsLeftOut", objects.leftOut())
                .data("missing", missing(manifest))
                .data("pointsUnknown", reasonUnknown(recoveryPoints))
                .data("points", points.shown())
                .data("pointsLeftOut", points.leftOut())
                .data("backups", backups.shown())
                .data("backupsLeftOut", backups.leftOut())
                .data("choice", choice.map(point -> describe(point, known)).orElse(""))
                .data("databaseBackup", databaseBackup(choice))
                .data("servers", servers(management, payload))
                .data("edb", RecoveryPlanFactory.isEdb(management))
                .data("externalDatabase", RecoveryPlanFactory.hasExternalDatabase(management, payload))
                .data("encryptionSecret", encryptionSecret(management))
                .data("managementRestore", RecoveryGuideTables.yaml(RecoveryPlanFactory.managementRestore(management)))
                .data("customResourceDefinitions", customResourceDefinitions(manifest))
                .data("ns", Steps.reference("NS"))
                .data(
                        "namespaceVariables",
                        steps.namespaceVariables().map("`%s=`"::formatted).collect(Collectors.joining(", ")))
                .data(
                        "namespaceList",
                        steps.namespaceVariables().map(Steps::reference).collect(Collectors.joining(" ")))
                .data("existing", steps.existing())
                .data("compared", steps.compared())
                .data("deletions", steps.deletions())
                .data("managementFiles", steps.managementFiles())
                .data("managementRecovery", steps.managementRecovery())
                .data("owner", steps.owner().orElse(""))
                .data("ownerFiles", steps.ownerFiles())
                .data("portalRestore", RecoveryGuideTables.yaml(RecoveryPlanFactory.portalRestore("@PORTAL@")))
                .data("portalOwners", steps.portalOwners())
                .data("portals", steps.portals())
                .data("devPortal", steps.hasDevPortal())
                .data("others", steps.others())
                .render();
    }

    /** Returns the version without its build, as the vendor lists it. */
    private static String version(Manifest.Entry management) {
        return RecoveryGuideTables.cell(management.version().replaceFirst("-.*", ""));
    }

    /** Returns the names of the secrets that were saved because the configuration names them. */
    private static String additional(Manifest manifest) {
        return manifest.subsystems().stream()
                .flatMap(entry -> entry.secrets().stream())
                .filter(secret -> secret.role() == SecretRole.ADDITIONAL)
                .map(Manifest.Secret::name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Returns the name of the database cluster. It comes from a status, so it may be anything. */
    private static String databaseCluster(Manifest.Entry management) {
        return Optional.ofNullable(management.databaseCluster())
                .filter(name -> SERVER.matcher(name).matches())
                .orElse("FILL IN: name of the database cluster");
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

    /** Returns the recovery points that were known at the capture, or the reason why they are unknown. */
    private static Result<List<Point>> recoveryPoints(Payload payload) {
        return RecoveryPlan.read(payload)
                .map(plan -> plan.pointsUnknown() == null
                        ? Result.of(plan.points())
                        : Result.<List<Point>>unavailable(plan.pointsUnknown()))
                .orElse(Result.unavailable(NO_PLAN));
    }

    /** Returns why there is no table of recovery points, as a sentence; empty if there is one. */
    private static String reasonUnknown(Result<List<Point>> recoveryPoints) {
        return recoveryPoints.match(known -> "", why -> RecoveryGuideTables.cell(Sentences.closed(why)));
    }

    /** Returns the newest complete point that this bundle has the key of, else the newest one that it may have the key of. */
    private static Optional<Point> choice(List<Point> points) {
        var usable = points.stream()
                .filter(Point::usableWithThisBundle)
                .filter(point -> BACKUP_ID.matcher(point.databaseBackup()).matches())
                .toList();
        return usable.stream()
                .filter(point -> point.state() == RecoveryPoint.State.COMPLETE)
                .findFirst()
                .or(() -> usable.stream().findFirst());
    }

    private static String describe(Point choice, List<Point> points) {
        if (choice.state() == RecoveryPoint.State.COMPLETE) {
            return "the newest `complete` row of this bundle";
        }
        return points.stream().anyMatch(point -> point.state() == RecoveryPoint.State.COMPLETE)
                ? "the newest `partial` row of this bundle. **A `complete` row names another bundle: prefer that** (rule 2)"
                : "the newest `partial` row of this bundle, because no row is `complete` (rule 3)";
    }

    private static String recreatedSecrets(Manifest.Entry entry) {
        return String.join(" ", RecoveryGuideTables.ObjectLists.recreatedSecrets(entry));
    }

    private static String databaseBackup(Optional<Point> choice) {
        return choice.map(Point::databaseBackup).orElse("FILL IN: id of the database backup");
    }

    /** Returns the folders of the EDB backups whose names are harmless in a command. */
    private static List<Map<String, String>> servers(Manifest.Entry management, Payload payload) {
        return RecoveryPlanFactory.edbServers(management, payload).entrySet().stream()
                .filter(server -> BACKUP_ID.matcher(server.getKey()).matches()
                        && SERVER.matcher(server.getValue()).matches())
                .limit(MAX_SERVERS)
                .map(server -> Map.of("id", server.getKey(), "name", server.getValue()))
                .toList();
    }

    private static String encryptionSecret(Manifest.Entry management) {
        return management.secrets().stream()
                .filter(secret -> secret.role() == SecretRole.ENCRYPTION)
                .map(Manifest.Secret::name)
                .findFirst()
                .orElse("ENCRYPTION-SECRET");
    }

    private static String customResourceDefinitions(Manifest manifest) {
        var kinds = manifest.subsystems().stream()
                .flatMap(entry -> ResourceKind.ofKind(entry.kind()).stream())
                .map(ResourceKind::toString);
        return Stream.concat(kinds, RecoveryPlanFactory.restoreTypes(manifest.subsystems()).stream())
                .distinct()
                .map("crd/%s"::formatted)
                .collect(Collectors.joining(" "));
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
        private final Optional<Point> choice;

        /** Kind, namespace and name of each object that an earlier command creates. An object can be created only once. */
        private final Set<String> created = new HashSet<>();

        private final List<String> managementFiles;
        private final List<String> ownerFiles;
        private final List<Map<String, Object>> portalOwners = new ArrayList<>();
        private final List<Map<String, Object>> portals = new ArrayList<>();
        private final List<Map<String, Object>> others = new ArrayList<>();
        private final List<Map<String, String>> compared = new ArrayList<>();

        private Steps(Manifest manifest, Payload payload, Optional<Point> choice) {
            this.manifest = manifest;
            this.payload = payload;
            this.choice = choice;
            this.managementFiles = files(manifest.management());
            this.ownerFiles = ownerEntry().map(this::filesOfOwner).orElse(List.of());
            compare("NS", managementFiles);
            compare("NS", ownerFiles);
        }

        static Steps of(Manifest manifest, Payload payload, Optional<Point> choice) {
            var steps = new Steps(manifest, payload, choice);
            if (steps.owner().isEmpty()) {
                manifest.subsystems().stream()
                        .filter(Steps::isOwner)
                        .forEach(owner -> steps.portalOwners.add(
                                steps.step(owner, "OWNER_NS_" + (steps.portalOwners.size() + 1))));
            }
            for (var entry :
                    manifest.subsystems().subList(1, manifest.subsystems().size())) {
                if (entry.kind().equals(ResourceKind.PORTAL_CLUSTER.kind())) {
                    steps.portals.add(steps.portal(entry, steps.portals.size() + 1));
                } else if (!isOwner(entry)) {
                    steps.others.add(steps.step(entry, "OTHER_NS_" + (steps.others.size() + 1)));
                }
            }
            return steps;
        }

        /** Returns the name of the APIConnectCluster that owns the ManagementCluster. */
        Optional<String> owner() {
            return ownerEntry().map(Manifest.Entry::name);
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

        /** Returns each APIConnectCluster that owns portals, but not the ManagementCluster. */
        List<Map<String, Object>> portalOwners() {
            return List.copyOf(portalOwners);
        }

        List<Map<String, Object>> portals() {
            return List.copyOf(portals);
        }

        List<Map<String, Object>> others() {
            return List.copyOf(others);
        }

        /** Returns the variables of the target namespaces. */
        Stream<String> namespaceVariables() {
            return Stream.concat(Stream.of("NS"), components().map(step -> String.valueOf(step.get("variable"))));
        }

        /** Returns a reference that ends the command if the variable is empty: kubectl would use the default namespace. */
        static String reference(String variable) {
            return "\"${%s:?paste step 1}\"".formatted(variable);
        }

        /** Returns commands that list the resources in the target namespaces. */
        List<String> existing() {
            var kinds = new LinkedHashMap<String, Set<String>>();
            var management = kinds.computeIfAbsent("NS", variable -> new LinkedHashSet<>());
            management.add("managementclusters");
            owner().ifPresent(owner -> management.add("apiconnectclusters"));
            components()
                    .forEach(step -> kinds.computeIfAbsent(
                                    String.valueOf(step.get("variable")), variable -> new LinkedHashSet<>())
                            .add(plural(step)));
            return kinds.entrySet().stream()
                    .map(entry -> "kubectl get %s -n %s -o name"
                            .formatted(String.join(",", entry.getValue()), reference(entry.getKey())))
                    .toList();
        }

        /** Returns the files of all secrets and config maps, each with the variable of its target namespace. */
        List<Map<String, String>> compared() {
            return List.copyOf(compared);
        }

        /** Returns commands that delete the resources of a recovery, the management subsystem last. */
        List<String> deletions() {
            var commands = new ArrayList<String>();
            portals.forEach(
                    portal -> commands.add("kubectl delete portalrestores --all -n %s".formatted(portal.get("ns"))));
            components()
                    .filter(step -> Boolean.FALSE.equals(step.get("owned")))
                    .forEach(step ->
                            commands.add("kubectl delete %s -n %s".formatted(step.get("resource"), step.get("ns"))));
            var resource = owner().map("apiconnectcluster/%s"::formatted)
                    .orElseGet(
                            () -> "managementcluster/" + manifest.management().name());
            commands.add("kubectl delete %s -n %s".formatted(resource, reference("NS")));
            return List.copyOf(commands);
        }

        private void compare(String variable, List<String> files) {
            files.forEach(file -> compared.add(Map.of("ns", reference(variable), "path", file)));
        }

        private Stream<Map<String, Object>> components() {
            return Stream.of(portalOwners, portals, others).flatMap(List::stream);
        }

        private static String plural(Map<String, Object> step) {
            return ResourceKind.ofKind(String.valueOf(step.get("kind")))
                    .map(ResourceKind::plural)
                    .orElseGet(() -> String.valueOf(step.get("kind")).toLowerCase(Locale.ROOT) + "s");
        }

        /** Returns whether the bundle contains a DevPortalCluster. */
        boolean hasDevPortal() {
            return manifest.subsystems().stream()
                    .anyMatch(entry -> entry.kind().equals(ResourceKind.DEV_PORTAL_CLUSTER.kind()));
        }

        /**
         * Returns the files of an owner and of all components that it creates, except of the ManagementCluster. They come
         * first, because the operator starts to create components as soon as the owner exists.
         */
        private List<String> filesOfOwner(Manifest.Entry owner) {
            return manifest.subsystems().stream()
                    .skip(1)
                    .filter(entry -> entry.equals(owner) || ownerOf(entry).equals(Optional.of(owner)))
                    .flatMap(entry -> filesOf(entry).stream())
                    .toList();
        }

        private static boolean isOwner(Manifest.Entry entry) {
            return entry.kind().equals(ResourceKind.API_CONNECT_CLUSTER.kind());
        }

        private Optional<Manifest.Entry> ownerEntry() {
            return ownerOf(manifest.management());
        }

        /** Returns the APIConnectCluster that owns a component. It is in the same namespace. */
        private Optional<Manifest.Entry> ownerOf(Manifest.Entry entry) {
            return RecoveryPlanFactory.ownerOf(entry, manifest.subsystems(), payload);
        }

        private Map<String, Object> portal(Manifest.Entry entry, int number) {
            var step = step(entry, "PORTAL_NS_" + number);
            step.put("backupVariable", "PORTAL_BACKUP_" + number);
            step.put("backup", portalBackup(entry));
            return step;
        }

        private String portalBackup(Manifest.Entry portal) {
            return choice.stream()
                    .flatMap(point -> point.portalBackups().stream())
                    .filter(backup -> backup.namespace().equals(portal.namespace())
                            && backup.portal().equals(portal.name()))
                    .map(PortalBackupId::id)
                    .filter(id -> PORTAL_BACKUP_ID.matcher(id).matches())
                    .findFirst()
                    .orElse("FILL IN: YYYYMMDD.HHMMSS of the backup of this portal");
        }

        private Map<String, Object> step(Manifest.Entry entry, String variable) {
            var step = new HashMap<String, Object>();
            step.put("variable", variable);
            step.put("ns", reference(variable));
            step.put("kind", entry.kind());
            step.put("namespace", entry.namespace());
            step.put("targetNamespace", targetNamespace(entry));
            step.put("name", entry.name());
            step.put("resource", entry.kind().toLowerCase(Locale.ROOT) + "/" + entry.name());
            var files = files(entry);
            compare(variable, files);
            step.put("files", files);
            step.put("recreatedSecrets", recreatedSecrets(entry));
            step.put("recovery", recovery(entry));
            step.put("owned", ownerOf(entry).isPresent());
            step.put("owner", ownerOf(entry).map(Manifest.Entry::name).orElse(""));
            return step;
        }

        /** Returns the value of the variable of the target namespace. What shared a namespace with the ManagementCluster still does. */
        private String targetNamespace(Manifest.Entry entry) {
            return entry.namespace().equals(manifest.management().namespace())
                    ? "\"$NS\""
                    : "'%s'".formatted(entry.namespace());
        }

        private static String recovery(Manifest.Entry entry) {
            return "payload/" + PayloadPaths.recoveryResource(PayloadPaths.folder(entry), entry.kind());
        }

        /** Returns the files to create before a resource. */
        private List<String> files(Manifest.Entry entry) {
            return isOwner(entry) ? filesOfOwner(entry) : filesOf(entry);
        }

        private List<String> filesOf(Manifest.Entry entry) {
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
