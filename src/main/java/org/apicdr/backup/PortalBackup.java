package org.apicdr.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A backup of a Developer Portal: its system and all its sites, as they were taken in one go.
 *
 * @param namespace the portal's namespace
 * @param portal the PortalCluster's name
 * @param name the name of its resource; empty where only files are known
 * @param id what a restore is told, {@code YYYYMMDD.HHMMSS}; the resource's name where it has none
 * @param taken when it was begun
 * @param phase how far it has come
 * @param sites the sites that are in it as far as they are known, {@code <host>@<org>@<catalog>}
 * @param issues why it cannot be restored, in sentences; empty where nothing is known to speak against it
 */
public record PortalBackup(
        String namespace,
        String portal,
        String name,
        String id,
        BackupTimestamp taken,
        BackupPhase phase,
        List<String> sites,
        List<String> issues) {

    public PortalBackup {
        sites = List.copyOf(sites);
        issues = List.copyOf(issues);
    }

    /** Whether nothing is known that would keep it from being restored. */
    public boolean restorable() {
        return issues.isEmpty();
    }

    /** What its id says of the time, as if in UTC; empty where it says nothing. */
    public Optional<Instant> idTime() {
        return BackupIdTimestamp.of(id);
    }

    /** {@code namespace/name} of the portal. */
    public String of() {
        return namespace + "/" + portal;
    }
}
