package org.apicdr.recovery.restoration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.BundleId;
import org.apicdr.recovery.restoration.RestorationRequest.OnConflict;
import org.apicdr.recovery.restoration.RestorationRequest.PortalBackupChoice;
import org.apicdr.verification.RestoreTarget.Reply;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A restoration of a bundle, with what the API server has now. Contains no value of a secret.
 *
 * @param id its id; absent for a dry run
 * @param bundle the bundle
 * @param namespace namespace of the ManagementCluster
 * @param cluster name of the ManagementCluster
 * @param state how far it is
 * @param late whether an operator of API Connect takes longer than {@code apic-dr.restore.late-after}
 * @param databaseBackup id of the database backup; {@code none} if the database is external
 * @param databaseServer folder of an EDB backup below the backup path
 * @param encryptionKeySecret secret with the encryption key of the backup, if it is not the key of the bundle
 * @param portalBackups the backup of each portal
 * @param onConflict what it does with an object that is there with other content
 * @param reason why the subsystem is restored
 * @param by who requested it, if known
 * @param since when it was requested
 * @param endedAt when it ended
 * @param detail what it waits for, or why it ended
 * @param remedy what to do
 * @param steps the objects and resources that it creates, in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Restoration",
        requiredProperties = {
            "bundle",
            "namespace",
            "cluster",
            "state",
            "late",
            "databaseBackup",
            "portalBackups",
            "onConflict",
            "since",
            "steps"
        })
public record Restoration(
        @Nullable RestorationId id,
        BundleId bundle,
        @Schema(examples = "apic") String namespace,
        @Schema(examples = "management") String cluster,
        State state,
        boolean late,
        String databaseBackup,
        @Nullable String databaseServer,
        @Nullable String encryptionKeySecret,
        List<RestoredPortalBackup> portalBackups,
        OnConflict onConflict,
        @Nullable String reason,
        @Nullable String by,
        Instant since,
        @Nullable Instant endedAt,
        @Nullable String detail,
        @Nullable String remedy,
        List<Step> steps) {

    public Restoration {
        portalBackups = List.copyOf(portalBackups);
        steps = List.copyOf(steps);
    }

    /**
     * The backup of a portal. Unlike that of a request, later versions may add members to it.
     *
     * @param namespace namespace of the PortalCluster
     * @param name name of the PortalCluster
     * @param backupId the id that the restore takes; {@code none} if nothing is restored into the portal
     */
    @Schema(name = "RestoredPortalBackup")
    public record RestoredPortalBackup(String namespace, String name, String backupId) {

        static RestoredPortalBackup of(PortalBackupChoice choice) {
            return new RestoredPortalBackup(choice.namespace(), choice.name(), choice.backupId());
        }
    }

    /** Returns its path in the API. */
    public String path() {
        return "/api/v1/bundles/%s/restorations/%s".formatted(bundle, id);
    }

    /** The state of a restoration. */
    @Schema(name = "RestorationState")
    public enum State {
        /** A dry run: it could begin. */
        @JsonProperty("possible")
        POSSIBLE,
        /** A dry run: it would be refused. */
        @JsonProperty("refused")
        REFUSED,
        /** It creates objects, or waits for an operator of API Connect. */
        @JsonProperty("running")
        RUNNING,
        /** Everything is restored. */
        @JsonProperty("complete")
        COMPLETE,
        /** It ended before it was complete. */
        @JsonProperty("failed")
        FAILED,
        /** A caller stopped it. */
        @JsonProperty("stopped")
        STOPPED
    }

    /**
     * An object or resource of a restoration.
     *
     * @param kind its kind
     * @param namespace its namespace
     * @param name its name
     * @param state how far it is
     * @param phase the phase and the state that its operator reports
     * @param answer what the API server answered to a dry run of its creation; in a dry run only
     * @param detail more about it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "RestorationStep",
            requiredProperties = {"kind", "namespace", "name", "state"})
    public record Step(
            @Schema(examples = "ManagementCluster") String kind,
            String namespace,
            String name,
            StepState state,
            @Nullable String phase,
            @Nullable Reply answer,
            @Nullable String detail) {

        String title() {
            return "%s %s/%s".formatted(kind, namespace, name);
        }
    }

    /** The state of a step. */
    @Schema(name = "RestorationStepState")
    public enum StepState {
        /** It is absent, and waits for the steps before it. */
        @JsonProperty("pending")
        PENDING,
        /** It is there or requested, and its operator works on it. */
        @JsonProperty("waiting")
        WAITING,
        /** It is there as the bundle has it, and its operator has finished. */
        @JsonProperty("done")
        DONE,
        /** It is there with other content, and is kept. */
        @JsonProperty("kept")
        KEPT,
        /** It is not to be restored. */
        @JsonProperty("skipped")
        SKIPPED,
        /** It is there with other content, which the restoration does not accept. */
        @JsonProperty("different")
        DIFFERENT,
        /** It could not be created, or its operator failed. */
        @JsonProperty("failed")
        FAILED
    }
}
