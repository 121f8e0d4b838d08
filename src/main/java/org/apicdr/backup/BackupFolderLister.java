package org.apicdr.backup;

import org.apicdr.core.Deadline;

/** Reads the folders that subsystems write their backups to; writes nothing there. */
public interface BackupFolderLister {

    /**
     * Lists a folder. Never throws for what the server, the network or the configuration do. Sends a password only to a
     * server whose host key is pinned.
     */
    BackupFolderListing list(BackupLocation location, Deadline deadline);
}
