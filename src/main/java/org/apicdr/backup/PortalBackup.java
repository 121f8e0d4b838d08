package org.apicdr.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A backup of a Developer Portal: its system and all its sites, taken together.
 *
 * @param namespace the portal's namespace
 * @param portal the PortalCluster's name
 * @param name the name of its resource; empty if only files are known
 * @param id the id for a restore, {@code YYYYMMDD.HHMMSS}; the name of the resource if there is no id
 * @param taken when it was started
 * @param phase its phase
 * @param sites the known sites in it, {@code <host>@<org>@<catalog>}
 * @param issues why it cannot be restored; empty if no issue is known
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

    /** Returns whether no known issue prevents a restore. */
    public boolean restorable() {
        return issues.isEmpty();
    }

    /** Returns the time in the id, read as UTC; empty if the id contains none. */
    public Optional<Instant> idTime() {
        return BackupTimestamp.parseId(id);
    }

    /** Returns the portal as {@code namespace/name}. */
    public String of() {
        return namespace + "/" + portal;
    }
}
