package org.apicdr.backup;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * One resource or file of a portal's backups: of the system, of a site, or a request to back up everything.
 *
 * @param content what is backed up
 * @param created whether it is a request to take a backup, whose files have other names
 * @param name the name of its resource; empty for a file
 * @param id {@code YYYYMMDD.HHMMSS}; empty if unknown
 * @param site {@code <host>@<org>@<catalog>}; empty for no site or for all sites
 * @param taken when it was started
 * @param phase its phase
 * @param issues why it cannot be restored
 */
record PortalBackupPart(
        Content content,
        boolean created,
        String name,
        String id,
        String site,
        BackupTimestamp taken,
        BackupPhase phase,
        List<String> issues) {

    static final Comparator<PortalBackupPart> OLDEST_FIRST = Comparator.comparing(
                    (PortalBackupPart part) -> part.taken().at())
            .thenComparing(PortalBackupPart::id)
            .thenComparing(PortalBackupPart::name);

    /** The content of a part. */
    enum Content {
        ALL,
        SYSTEM,
        SITE
    }

    PortalBackupPart {
        issues = List.copyOf(issues);
    }

    /** Returns whether this part is a request that starts a set, to which a system backup may be added. */
    boolean requestsSet() {
        return content == Content.ALL || (content == Content.SYSTEM && created);
    }

    boolean isSystemFile() {
        return content == Content.SYSTEM && !created;
    }

    boolean succeeded() {
        return phase == BackupPhase.SUCCEEDED || phase == BackupPhase.FOUND;
    }

    Duration gap(PortalBackupPart other) {
        return taken.gap(other.taken);
    }
}
