package org.apicdr.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A backup of the management database.
 *
 * @param kind {@code ManagementBackup}, {@code Backup} (EDB) or {@code file}
 * @param name the name of its resource; empty where only its file is known
 * @param id what a restore is told: {@code 20240601-030015F}, or {@code 20250110T030015} for EDB; the resource's name while
 *     there is none
 * @param type {@code full} or {@code incr}
 * @param taken when it was begun
 * @param phase how far it has come
 * @param issues why it cannot be restored, in sentences; empty where nothing is known to speak against it
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

    /** Whether nothing is known that would keep it from being restored. */
    public boolean restorable() {
        return issues.isEmpty();
    }

    /** What its id says of the time, as if in UTC; empty where it says nothing. */
    public Optional<Instant> idTime() {
        return PgBackRestLabel.parse(id).map(PgBackRestLabel::time).or(() -> BackupIdTimestamp.of(id));
    }

    /** The same with more that speaks against it. */
    DatabaseBackup withIssue(String doubt) {
        var doubts = new ArrayList<>(issues);
        doubts.add(doubt);
        return new DatabaseBackup(kind, name, id, type, taken, phase, doubts);
    }
}
