package org.apicdr.backup.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

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
        BackupRunState state,
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
                BackupRunState.FAILED,
                null,
                null,
                "The resource does not exist: it was never created, or it has been deleted.");
    }
}
