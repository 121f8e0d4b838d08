package org.apicdr.backup.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apicdr.bundle.BundleId;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Backups that were requested together, as described by their current resources.
 *
 * @param id the id of the run
 * @param namespace namespace of the ManagementCluster
 * @param cluster name of the ManagementCluster
 * @param state {@code ready} if all backups are ready, {@code failed} if one has failed
 * @param createdAt when the run was started
 * @param reason why it was requested
 * @param bundle the bundle captured by the run, with the current keys
 * @param backups the database backup, then the portal backups
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "BackupRun",
        requiredProperties = {"id", "namespace", "cluster", "state", "createdAt", "backups"})
public record BackupRun(
        BackupRunId id,
        @Schema(examples = "apic") String namespace,
        @Schema(examples = "management") String cluster,
        State state,
        Instant createdAt,
        @Nullable String reason,
        @Nullable BundleId bundle,
        List<BackupStatus> backups) {

    public BackupRun {
        backups = List.copyOf(backups);
    }

    /**
     * Builds a run from its existing resources.
     *
     * @param found the resources, at least one
     */
    static BackupRun of(BackupRunId id, SubsystemRef subsystem, List<BackupOrRestoreResource> found, Instant now) {
        var missing = found.stream()
                .flatMap(backup -> backup.annotation(BackupRunLabels.BACKUPS).stream())
                .flatMap(names -> BackupRunLabels.backups(names).stream())
                .distinct()
                .filter(name -> found.stream().noneMatch(name::names))
                .map(BackupStatus::missing);
        var backups = Stream.concat(found.stream().map(backup -> BackupStatus.of(backup, now)), missing)
                .toList();
        return new BackupRun(
                id,
                subsystem.namespace(),
                subsystem.cluster(),
                State.ofAll(backups.stream().map(BackupStatus::state).toList()),
                id.createdAt(),
                annotation(found, BackupRunLabels.REASON).orElse(null),
                annotation(found, BackupRunLabels.BUNDLE)
                        .flatMap(BackupRun::bundle)
                        .orElse(null),
                backups);
    }

    /** Returns the path of a run in the API, including the subsystem. */
    static String path(BackupRunId id, SubsystemRef subsystem) {
        return "/api/v1/database-backups/%s?namespace=%s&cluster=%s"
                .formatted(id, subsystem.namespace(), subsystem.cluster());
    }

    public String path() {
        return path(id, new SubsystemRef(namespace, cluster));
    }

    private static Optional<String> annotation(List<BackupOrRestoreResource> found, String name) {
        return found.stream()
                .flatMap(backup -> backup.annotation(name).stream())
                .findFirst();
    }

    /** Parses the annotation, which is untrusted. */
    private static Optional<BundleId> bundle(String annotation) {
        try {
            return Optional.of(new BundleId(annotation));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /**
     * The status of one backup of a run.
     *
     * @param kind {@code ManagementBackup}, {@code Backup} (EDB) or {@code PortalBackup}
     * @param namespace the namespace of its resource
     * @param name the name of its resource
     * @param phase the phase reported by its operator; absent if none
     * @param state the phase mapped to one of three states
     * @param createdAt when its resource was created; absent if there is no resource
     * @param backupId the id for a restore; absent if none yet
     * @param message further information
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "TakenBackup",
            requiredProperties = {"kind", "namespace", "name", "state"})
    public record BackupStatus(
            @Schema(examples = "ManagementBackup") String kind,
            String namespace,
            String name,
            @Nullable String phase,
            State state,
            @Nullable Instant createdAt,
            @Nullable String backupId,
            @Nullable String message) {

        static BackupStatus of(BackupOrRestoreResource backup, Instant now) {
            var stuckMessage = backup.isStuck(now)
                    ? "The backup has not ended after %d hours and is considered stuck."
                            .formatted(BackupOrRestoreResource.LIMIT.toHours())
                    : null;
            return new BackupStatus(
                    backup.kind().kind(),
                    backup.namespace(),
                    backup.name(),
                    backup.phase().isEmpty() ? null : backup.phase(),
                    backup.state(now),
                    backup.createdAt().orElse(null),
                    backup.backupId().orElse(null),
                    stuckMessage == null ? backup.message().orElse(null) : stuckMessage);
        }

        /** Returns the status of a backup of the run whose resource does not exist. */
        static BackupStatus missing(BackupName name) {
            return new BackupStatus(
                    name.kind().kind(),
                    name.namespace(),
                    name.name(),
                    null,
                    State.FAILED,
                    null,
                    null,
                    "The resource does not exist: it was never created, or it has been deleted.");
        }
    }

    /** The state of a run or of one of its backups. */
    @Schema(name = "RunState")
    public enum State {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("ready")
        READY,
        @JsonProperty("failed")
        FAILED;

        /** ManagementBackup and PortalBackup report {@code Ready}, EDB's Backup reports {@code completed}. */
        private static final Set<String> SUCCESS = Set.of("ready", "complete", "completed");

        /**
         * Maps an operator's phase to a state. The phases are not documented, so a phase that indicates neither success nor
         * failure counts as running.
         */
        static State ofPhase(String phase) {
            var lowerCase = phase.toLowerCase(Locale.ROOT);
            if (SUCCESS.contains(lowerCase)) {
                return READY;
            }
            return lowerCase.contains("fail") || lowerCase.contains("error") ? FAILED : RUNNING;
        }

        /** Combines the states of several backups; one failure makes the whole run fail. */
        static State ofAll(Collection<State> states) {
            if (states.contains(FAILED)) {
                return FAILED;
            }
            return states.contains(RUNNING) ? RUNNING : READY;
        }
    }
}
