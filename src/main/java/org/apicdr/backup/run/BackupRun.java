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
        BackupRunState state,
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
                BackupRunState.ofAll(backups.stream().map(BackupStatus::state).toList()),
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
}
