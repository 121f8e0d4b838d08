package org.apicdr.backup;

import java.time.Instant;
import java.util.List;

/**
 * All that is known of a subsystem's backups.
 *
 * @param database the database backups, newest first, those that failed or run included
 * @param portal the portal backups, newest first, likewise
 * @param looks what became of the looks at the files, one for each ManagementCluster or PortalCluster
 */
public record BackupCatalog(List<DatabaseBackup> database, List<PortalBackup> portal, List<FileLook> looks) {

    public BackupCatalog {
        database = List.copyOf(database);
        portal = List.copyOf(portal);
        looks = List.copyOf(looks);
    }

    /** The backups of one portal, newest first. */
    public List<PortalBackup> ofPortal(String namespace, String name) {
        return portal.stream()
                .filter(backup ->
                        backup.namespace().equals(namespace) && backup.portal().equals(name))
                .toList();
    }

    /**
     * A look at the files of one ManagementCluster or PortalCluster.
     *
     * @param of {@code ManagementCluster namespace/name}, or the same of a PortalCluster
     * @param folder what was found
     * @param at when it was looked
     */
    public record FileLook(String of, BackupFolderListing folder, Instant at) {}
}
