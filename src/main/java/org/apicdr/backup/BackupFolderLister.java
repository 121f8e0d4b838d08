package org.apicdr.backup;

import org.apicdr.core.Deadline;

/** Lists the folders that subsystems write their backups to. Read-only. */
public interface BackupFolderLister {

    /**
     * Lists a folder. Failures of the server, the network or the configuration are returned, not thrown. A password is sent
     * only to a server whose host key is pinned.
     */
    BackupFolderListing list(BackupLocation location, Deadline deadline);
}
