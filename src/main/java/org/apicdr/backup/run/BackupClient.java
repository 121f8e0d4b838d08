package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Creates the resources that request backups from the operators; never changes or deletes any. Every method throws a
 * {@link org.apicdr.core.ServiceException}: {@code CLUSTER_FORBIDDEN} with the permission to grant,
 * {@code BACKUP_REJECTED} if the API server rejects the resource, or {@code CLUSTER_UNAVAILABLE}.
 */
public interface BackupClient {

    /** Checks whether the API server would accept the resource; creates nothing. */
    void dryRun(BackupResourceSpec backup);

    /** Creates the resource and returns it as stored by the API server. */
    ObjectNode make(BackupResourceSpec backup);
}
