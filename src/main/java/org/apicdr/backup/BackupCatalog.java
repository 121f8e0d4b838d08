package org.apicdr.backup;

import java.time.Instant;
import java.util.List;

/**
 * The known backups of a subsystem.
 *
 * @param database the database backups, newest first, including failed and running ones
 * @param portal the portal backups, newest first, including failed and running ones
 * @param listings the folder listings, one for each ManagementCluster and PortalCluster
 */
public record BackupCatalog(List<DatabaseBackup> database, List<PortalBackup> portal, List<ComponentListing> listings) {

    public BackupCatalog {
        database = List.copyOf(database);
        portal = List.copyOf(portal);
        listings = List.copyOf(listings);
    }

    /** Returns the backups of one portal, newest first. */
    public List<PortalBackup> ofPortal(String namespace, String name) {
        return portal.stream()
                .filter(backup ->
                        backup.namespace().equals(namespace) && backup.portal().equals(name))
                .toList();
    }

    /**
     * The listing of the backup folder of one ManagementCluster or PortalCluster.
     *
     * @param component {@code ManagementCluster namespace/name} or {@code PortalCluster namespace/name}
     * @param folder the result of the listing
     * @param at when the folder was listed
     */
    public record ComponentListing(String component, BackupFolderListing folder, Instant at) {}
}
