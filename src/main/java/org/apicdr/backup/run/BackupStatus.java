package org.apicdr.backup.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One backup of a run.
 *
 * @param kind {@code ManagementBackup}, {@code Backup} (EDB) or {@code PortalBackup}
 * @param namespace its namespace
 * @param name the name of its resource
 * @param phase how far it has come, in its operator's word; absent while it has none
 * @param state the same in one of three words
 * @param createdAt when its resource was made; absent where there is none
 * @param backupId what a restore from it is told; absent while it has none
 * @param message what else is known of it
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
        var hangs = backup.hangs(now)
                ? "it has not ended in %d hours: it hangs".formatted(BackupOrRestoreResource.LIMIT.toHours())
                : null;
        return new BackupStatus(
                backup.kind().kind(),
                backup.namespace(),
                backup.name(),
                backup.phase().isEmpty() ? null : backup.phase(),
                backup.state(now),
                backup.createdAt().orElse(null),
                backup.backupId().orElse(null),
                hangs == null ? backup.message().orElse(null) : hangs);
    }

    /** One that belongs to the run and is not there. */
    static BackupStatus missing(BackupName name) {
        return new BackupStatus(
                name.kind().kind(),
                name.namespace(),
                name.name(),
                null,
                BackupRunState.FAILED,
                null,
                null,
                "it is not there: it was not made, or has been deleted");
    }
}
