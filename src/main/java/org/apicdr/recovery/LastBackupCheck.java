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

/** How the last attempts at a backup ended, of the database and of each portal; older ones may be usable all the same. */
final class LastBackupCheck {

    /** A backup that takes longer hangs. */
    private static final Duration PATIENCE = Duration.ofHours(6);

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
            return RecoverabilityCheck.skipped(LAST_BACKUP_FAILED, "no attempt at a backup is known");
        }
        var complaints = new ArrayList<String>();
        last.forEach((what, attempt) -> {
            if (attempt.bad(now)) {
                complaints.add("the last backup of %s, %s, %s".formatted(what, attempt.id(), attempt.end()));
            }
        });
        return complaints.isEmpty()
                ? RecoverabilityCheck.pass(LAST_BACKUP_FAILED, "no last attempt has failed")
                : RecoverabilityCheck.warn(
                        LAST_BACKUP_FAILED,
                        String.join("; ", complaints),
                        "see the message in its status and the log of the API Connect operator");
    }

    private record Attempt(String id, BackupTimestamp taken, BackupPhase phase) {

        boolean bad(Instant now) {
            return phase == BackupPhase.FAILED
                    || (phase == BackupPhase.RUNNING
                            && taken.latest().plus(PATIENCE).isBefore(now));
        }

        String end() {
            return phase == BackupPhase.FAILED ? "failed" : "has been running since %s and hangs".formatted(taken.at());
        }
    }
}
