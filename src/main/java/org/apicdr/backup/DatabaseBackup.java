package org.apicdr.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A backup of the management database.
 *
 * @param kind {@code ManagementBackup}, {@code Backup} (EDB) or {@code file}
 * @param name the name of its resource; empty if only its file is known
 * @param id the id for a restore: {@code 20240601-030015F}, or {@code 20250110T030015} for EDB; the name of the resource
 *     while there is no id
 * @param type {@code full} or {@code incr}
 * @param taken when it was started
 * @param phase its phase
 * @param issues why it cannot be restored; empty if no issue is known
 */
public record DatabaseBackup(
        String kind,
        String name,
        String id,
        String type,
        BackupTimestamp taken,
        BackupPhase phase,
        List<String> issues) {

    public DatabaseBackup {
        issues = List.copyOf(issues);
    }

    /** Returns whether no known issue prevents a restore. */
    public boolean restorable() {
        return issues.isEmpty();
    }

    /** Returns the time in the id, read as UTC; empty if the id contains none. */
    public Optional<Instant> idTime() {
        return PgBackRestLabel.parse(id).map(PgBackRestLabel::time).or(() -> BackupTimestamp.parseId(id));
    }

    /** Returns a copy with an additional issue. */
    DatabaseBackup withIssue(String issue) {
        var allIssues = new ArrayList<>(issues);
        allIssues.add(issue);
        return new DatabaseBackup(kind, name, id, type, taken, phase, allIssues);
    }
}
