package org.apicdr.recovery.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StrictJson;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.SecretRole;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a recovery from a bundle needs, creates and restores. Contains no secret value. The payload has it as {@code
 * plan.json}, without the id, signer and recipients of the bundle, which are not known when the payload is made.
 *
 * @param bundle the bundle
 * @param tools the programs that a recovery needs
 * @param target what must be there in the new cluster
 * @param secrets the secrets to create
 * @param configMaps the config maps to create
 * @param needed the objects that the resources name and the bundle does not contain
 * @param neededUnknown why these objects are unknown; absent if they are known
 * @param resources the resources to create, in order
 * @param points the recovery points known at the capture, newest first
 * @param pointsUnknown why no recovery points are listed; absent if they are
 * @param restores the restores to create, in order
 * @param steps the commands of a recovery, in order
 * @param after what to do after the restores
 * @param rollback how to undo a recovery that failed
 * @param wipe how to remove the decrypted secrets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RecoveryPlan")
public record RecoveryPlan(
        PlanBundle bundle,
        List<Tool> tools,
        Target target,
        List<PlannedObject> secrets,
        List<PlannedObject> configMaps,
        List<NeededObject> needed,
        @Nullable String neededUnknown,
        List<PlannedResource> resources,
        List<Point> points,
        @Nullable String pointsUnknown,
        List<Restore> restores,
        List<Step> steps,
        List<Step> after,
        List<Step> rollback,
        List<Step> wipe) {

    /** Its name in the payload. */
    public static final String FILE = "plan.json";

    /** Returns the plan in a payload; empty if there is none, or none that can be read. */
    public static Optional<RecoveryPlan> read(Payload payload) {
        return payload.entry(FILE).flatMap(plan -> StrictJson.tryRead(FILE, plan, RecoveryPlan.class));
    }

    public RecoveryPlan {
        tools = List.copyOf(tools);
        secrets = List.copyOf(secrets);
        configMaps = List.copyOf(configMaps);
        needed = List.copyOf(needed);
        resources = List.copyOf(resources);
        points = List.copyOf(points);
        restores = List.copyOf(restores);
        steps = List.copyOf(steps);
        after = List.copyOf(after);
        rollback = List.copyOf(rollback);
        wipe = List.copyOf(wipe);
    }

    /**
     * The bundle of a recovery plan.
     *
     * @param id the bundle's id; absent in the payload
     * @param capturedAt when its content was captured
     * @param site the name of the installation
     * @param namespace the namespace of the ManagementCluster
     * @param cluster the name of the ManagementCluster
     * @param lineage the uid that stays the same after a recovery
     * @param dirty whether the subsystem was unhealthy or incomplete when it was captured
     * @param signer the fingerprint of the key that signed the bundle; absent in the payload
     * @param recipients the age recipients whose identities open the bundle; absent in the payload
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecoveryPlanBundle")
    public record PlanBundle(
            @Nullable BundleId id,
            Instant capturedAt,
            String site,
            String namespace,
            String cluster,
            String lineage,
            boolean dirty,
            @Nullable String signer,
            @Nullable List<String> recipients) {

        public PlanBundle {
            recipients = recipients == null ? null : List.copyOf(recipients);
        }
    }

    /**
     * A program that a recovery needs.
     *
     * @param name the program
     * @param minVersion the oldest version that is sufficient; absent if any is
     * @param check a command that prints the version
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecoveryTool")
    public record Tool(String name, @Nullable String minVersion, String check) {}

    /**
     * The objects that must exist in the new cluster before a recovery.
     *
     * @param namespaces the namespaces of the captured subsystem, and their names in the new cluster
     * @param operatorVersion the version of API Connect's operator, with its fix pack
     * @param customResourceDefinitions the resource types, each {@code <plural>.<group>}
     */
    @Schema(name = "RecoveryTarget")
    public record Target(
            List<TargetNamespace> namespaces, String operatorVersion, List<String> customResourceDefinitions) {

        public Target {
            namespaces = List.copyOf(namespaces);
            customResourceDefinitions = List.copyOf(customResourceDefinitions);
        }
    }

    /**
     * A namespace.
     *
     * @param captured its name at the capture
     * @param target its name in the new cluster
     */
    @Schema(name = "RecoveryNamespace")
    public record TargetNamespace(String captured, String target) {}

    /** The state of an object on the API server. */
    @Schema(name = "RecoveryObjectState")
    public enum State {
        /** There is no such object. */
        @JsonProperty("absent")
        ABSENT,
        /** There is one. Its content is not compared. */
        @JsonProperty("there")
        THERE,
        /** There is one with the same content. */
        @JsonProperty("equal")
        EQUAL,
        /** There is one with other content. */
        @JsonProperty("different")
        DIFFERENT,
        /** It could not be read, or not be compared. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    /**
     * A secret or config map that a recovery creates.
     *
     * @param kind {@code Secret} or {@code ConfigMap}
     * @param namespace the namespace to create it in
     * @param name its name
     * @param role what a secret is for; absent for a config map
     * @param file its file in the payload
     * @param sha256 SHA-256 of the data of a secret as JSON without spaces, sorted by key; in the payload only
     * @param fingerprint keyed hash of its data; absent in the payload
     * @param onConflict {@code stop}: do not overwrite an object that differs
     * @param state what the API server has; absent in the payload
     * @param reason why the state is unknown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecoveryObject")
    public record PlannedObject(
            String kind,
            String namespace,
            String name,
            @Nullable SecretRole role,
            String file,
            @Nullable String sha256,
            @Nullable Fingerprint fingerprint,
            String onConflict,
            @Nullable State state,
            @Nullable String reason) {

        /** Returns a copy with what the API server has. */
        public PlannedObject with(State found, @Nullable String why) {
            return new PlannedObject(kind, namespace, name, role, file, sha256, fingerprint, onConflict, found, why);
        }
    }

    /**
     * An object that a resource names and that the bundle does not contain.
     *
     * @param kind its kind, as in the manifest
     * @param namespace the namespace in which it is expected; of no meaning for kinds without one
     * @param name its name
     * @param namedBy the fields that name it
     * @param treatment how the capture treated it
     * @param why why it was not saved; absent if it is never saved
     * @param remedy what to do before the recovery
     * @param state what the API server has; absent in the payload
     * @param reason why the state is unknown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "NeededObject")
    public record NeededObject(
            String kind,
            String namespace,
            String name,
            List<String> namedBy,
            ReferencedObject.Treatment treatment,
            @Nullable String why,
            String remedy,
            @Nullable State state,
            @Nullable String reason) {

        public NeededObject {
            namedBy = List.copyOf(namedBy);
        }

        /** Returns a copy with what the API server has. */
        public NeededObject with(State found, @Nullable String unknown) {
            return new NeededObject(kind, namespace, name, namedBy, treatment, why, remedy, found, unknown);
        }
    }

    /**
     * A resource of API Connect.
     *
     * @param kind its kind
     * @param namespace the namespace to create it in
     * @param name its name, which must stay the same
     * @param file its file in the payload; absent if another resource creates it
     * @param createdBy the APIConnectCluster that creates it; absent if a recovery creates it
     * @param mustNotExist whether a resource of that name must not exist before
     * @param mayChange the fields that may differ in the new cluster
     * @param mustNotChange the fields that tie it to its backups
     * @param waitFor when it is ready
     * @param state what the API server has; absent in the payload
     * @param reason why the state is unknown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecoveryResource")
    public record PlannedResource(
            String kind,
            String namespace,
            String name,
            @Nullable String file,
            @Nullable String createdBy,
            boolean mustNotExist,
            List<String> mayChange,
            List<String> mustNotChange,
            Wait waitFor,
            @Nullable State state,
            @Nullable String reason) {

        public PlannedResource {
            mayChange = List.copyOf(mayChange);
            mustNotChange = List.copyOf(mustNotChange);
        }

        /** Returns a copy with what the API server has. */
        public PlannedResource with(State found, @Nullable String why) {
            return new PlannedResource(
                    kind,
                    namespace,
                    name,
                    file,
                    createdBy,
                    mustNotExist,
                    mayChange,
                    mustNotChange,
                    waitFor,
                    found,
                    why);
        }
    }

    /**
     * When a resource is ready.
     *
     * @param path the field with its phase
     * @param success the phases of success; a state {@code n/m} beside it must have n equal to m
     * @param failure the phases after which waiting is useless
     * @param budgetSeconds how long it may take
     */
    @Schema(name = "RecoveryWait")
    public record Wait(String path, List<String> success, List<String> failure, long budgetSeconds) {

        public Wait {
            success = List.copyOf(success);
            failure = List.copyOf(failure);
        }
    }

    /**
     * A recovery point of the plan.
     *
     * @param databaseBackup the id of the database backup
     * @param takenAt when it was started
     * @param uncertaintySeconds how far the true time may be from {@code takenAt}; absent if the time zone is known
     * @param server the folder of an EDB backup, below the backup path
     * @param portalBackups the backup of each portal
     * @param gapSeconds the longest of the gaps between the database backup and those of the portals; absent if there are
     *     none
     * @param state whether everything is known to belong together
     * @param key whether the encryption key that was in force is known
     * @param usableWith the ids of the bundles with that key; {@code this bundle} for the bundle of the plan
     * @param reasons why the point is partial, and what else is uncertain
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecoveryPlanPoint")
    public record Point(
            String databaseBackup,
            Instant takenAt,
            @Nullable Long uncertaintySeconds,
            @Nullable String server,
            List<PortalBackupId> portalBackups,
            @Nullable Long gapSeconds,
            RecoveryPoint.State state,
            RecoveryPoint.Key key,
            List<String> usableWith,
            List<String> reasons) {

        /** Stands for the bundle of the plan. */
        public static final String THIS_BUNDLE = "this bundle";

        public Point {
            portalBackups = List.copyOf(portalBackups);
            usableWith = List.copyOf(usableWith);
            reasons = List.copyOf(reasons);
        }

        /** Returns whether the bundle of the plan has the key, or may have it. */
        public boolean usableWithThisBundle() {
            return usableWith.contains(THIS_BUNDLE);
        }
    }

    /**
     * The backup of a portal.
     *
     * @param namespace the namespace of the PortalCluster at the capture
     * @param portal the name of the PortalCluster
     * @param id the id that a restore takes
     */
    @Schema(name = "RecoveryPlanPortalBackup")
    public record PortalBackupId(String namespace, String portal, String id) {}

    /**
     * A restore to create.
     *
     * @param kind {@code ManagementRestore} or {@code PortalRestore}
     * @param namespace the namespace to create it in
     * @param subsystem the name of the resource whose data it restores
     * @param manifest the resource; values between {@code @} are placeholders
     * @param placeholders the meaning of each placeholder
     * @param waitFor when it is finished
     */
    @Schema(name = "RecoveryRestore")
    public record Restore(
            String kind,
            String namespace,
            String subsystem,
            Map<String, Object> manifest,
            Map<String, String> placeholders,
            Wait waitFor) {

        public Restore {
            manifest = Collections.unmodifiableMap(new LinkedHashMap<>(manifest));
            placeholders = Collections.unmodifiableMap(new LinkedHashMap<>(placeholders));
        }
    }

    /**
     * One command of a recovery.
     *
     * @param id its name
     * @param needs the steps that must have succeeded before
     * @param command the command, with variables of a shell; absent if a person must act
     * @param expect what it prints, or what must be true afterwards
     * @param undo how to undo it; absent if it changes nothing
     * @param budgetSeconds how long it may take
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecoveryStep")
    public record Step(
            String id,
            List<String> needs,
            @Nullable String command,
            String expect,
            @Nullable String undo,
            @Nullable Long budgetSeconds) {

        public Step {
            needs = List.copyOf(needs);
        }
    }
}
