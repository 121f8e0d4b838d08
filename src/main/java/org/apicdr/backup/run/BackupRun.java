package org.apicdr.backup.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.bundle.BundleId;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Backups that were asked for at the same moment, as their resources say it now.
 *
 * @param id names the run
 * @param namespace namespace of the ManagementCluster
 * @param cluster name of the ManagementCluster
 * @param state {@code ready} when all of its backups are, {@code failed} as soon as one is
 * @param createdAt when the run began
 * @param reason why it was asked for
 * @param bundle the bundle that was captured in it, with the keys in force
 * @param backups the backup of the database, then those of the portals
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "BackupRun",
        requiredProperties = {"id", "namespace", "cluster", "state", "createdAt", "backups"})
public record BackupRun(
        BackupRunId id,
        @Schema(examples = "apic") String namespace,
        @Schema(examples = "management") String cluster,
        BackupRunState state,
        Instant createdAt,
        @Nullable String reason,
        @Nullable BundleId bundle,
        List<BackupStatus> backups) {

    public BackupRun {
        backups = List.copyOf(backups);
    }

    /**
     * A run by what is there of it.
     *
     * @param found its resources, one at least
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
                BackupRunState.ofAll(backups.stream().map(BackupStatus::state).toList()),
                id.createdAt(),
                annotation(found, BackupRunLabels.REASON).orElse(null),
                annotation(found, BackupRunLabels.BUNDLE)
                        .flatMap(BackupRun::bundle)
                        .orElse(null),
                backups);
    }

    /** Where a run can be asked for, with the subsystem that leaves no doubt. */
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

    /** Whoever may write backups may write anything there. */
    private static Optional<BundleId> bundle(String annotation) {
        try {
            return Optional.of(new BundleId(annotation));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
