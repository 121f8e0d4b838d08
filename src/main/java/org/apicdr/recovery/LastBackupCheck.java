package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.LAST_BACKUP_FAILED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apicdr.backup.BackupPhase;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;

/** Checks the last backup attempt of the database and of each portal. Older backups may still be usable if it failed. */
final class LastBackupCheck {

    /** A backup that runs for longer is considered stuck. */
    private static final Duration MAX_DURATION = Duration.ofHours(6);

    private LastBackupCheck() {}

    /** Checks the last attempts among these backups, which are sorted newest first. */
    static RecoverabilityCheck check(List<DatabaseBackup> database, List<PortalBackup> portals, Instant now) {
        var last = new LinkedHashMap<String, Attempt>();
        database.stream()
                .filter(backup -> backup.phase() != BackupPhase.FOUND)
                .forEach(backup ->
                        last.putIfAbsent("the database", new Attempt(backup.id(), backup.taken(), backup.phase())));
        portals.stream()
                .filter(backup -> backup.phase() != BackupPhase.FOUND)
                .forEach(backup -> last.putIfAbsent(
                        "portal " + backup.of(), new Attempt(backup.id(), backup.taken(), backup.phase())));
        if (last.isEmpty()) {
            return RecoverabilityCheck.skipped(LAST_BACKUP_FAILED, "No attempt at a backup is known.");
        }
        var issues = new ArrayList<String>();
        last.forEach((subject, attempt) -> {
            if (attempt.failedOrStuck(now)) {
                issues.add("The last backup of %s, %s, %s.".formatted(subject, attempt.id(), attempt.describeEnd()));
            }
        });
        return issues.isEmpty()
                ? RecoverabilityCheck.pass(
                        LAST_BACKUP_FAILED, "The last attempt at each backup succeeded or is still running.")
                : RecoverabilityCheck.warn(
                        LAST_BACKUP_FAILED,
                        String.join(" ", issues),
                        "See the message in its status and the log of the API Connect operator.");
    }

    private record Attempt(String id, BackupTimestamp taken, BackupPhase phase) {

        boolean failedOrStuck(Instant now) {
            return phase == BackupPhase.FAILED
                    || (phase == BackupPhase.RUNNING
                            && taken.latest().plus(MAX_DURATION).isBefore(now));
        }

        String describeEnd() {
            return phase == BackupPhase.FAILED ? "failed" : "has been running since %s and hangs".formatted(taken.at());
        }
    }
}
