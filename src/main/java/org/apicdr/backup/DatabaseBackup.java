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
 * @param against why it cannot be restored, in sentences; empty where nothing is known to speak against it
 */
public record DatabaseBackup(
        String kind, String name, String id, String type, Taken taken, Phase phase, List<String> against) {

    public DatabaseBackup {
        against = List.copyOf(against);
    }

    /** Whether nothing is known that would keep it from being restored. */
    public boolean restorable() {
        return against.isEmpty();
    }

    /** What its id says of the time, as if in UTC; empty where it says nothing. */
    public Optional<Instant> idTime() {
        return CrunchyId.parse(id).map(CrunchyId::time).or(() -> IdTime.of(id));
    }

    /** The same with more that speaks against it. */
    DatabaseBackup doubted(String doubt) {
        var doubts = new ArrayList<>(against);
        doubts.add(doubt);
        return new DatabaseBackup(kind, name, id, type, taken, phase, doubts);
    }
}
