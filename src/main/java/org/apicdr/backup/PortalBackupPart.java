package org.apicdr.backup;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * One resource or file of a portal's backups: of its system, of a site, or the order to take all.
 *
 * @param part what it is a backup of
 * @param created whether it is an order to take a backup, which lies in files of other names
 * @param name the name of its resource; empty for a file
 * @param id {@code YYYYMMDD.HHMMSS}; empty where it is not known
 * @param site {@code <host>@<org>@<catalog>}; empty where it is of no site, or of all
 * @param taken when it was begun
 * @param phase how far it has come
 * @param issues what speaks against it
 */
record PortalBackupPart(
        Part part,
        boolean created,
        String name,
        String id,
        String site,
        BackupTimestamp taken,
        BackupPhase phase,
        List<String> issues) {

    static final Comparator<PortalBackupPart> OLDEST_FIRST = Comparator.comparing(
                    (PortalBackupPart item) -> item.taken().at())
            .thenComparing(PortalBackupPart::id)
            .thenComparing(PortalBackupPart::name);

    /** What is in it. */
    enum Part {
        ALL,
        SYSTEM,
        SITE
    }

    PortalBackupPart {
        issues = List.copyOf(issues);
    }

    /** Whether a set of backups forms around it although it may not be alone in that. */
    boolean ordersSet() {
        return part == Part.ALL || (part == Part.SYSTEM && created);
    }

    boolean isSystemFile() {
        return part == Part.SYSTEM && !created;
    }

    boolean succeeded() {
        return phase == BackupPhase.SUCCEEDED || phase == BackupPhase.FOUND;
    }

    Duration gap(PortalBackupPart other) {
        return taken.gap(other.taken);
    }
}
