package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Makes the resources by which operators are asked for backups; changes and deletes none. Every method throws a
 * {@link org.apicdr.core.ServiceException}: {@code CLUSTER_FORBIDDEN} with the permission to grant,
 * {@code BACKUP_REJECTED} where the API server does not take what it was given, or {@code CLUSTER_UNAVAILABLE}.
 */
public interface BackupClient {

    /** Makes sure that the API server would take it, as far as it can tell; makes nothing. */
    void dryRun(BackupResourceSpec backup);

    /** Makes it, and returns what the API server has then. */
    ObjectNode make(BackupResourceSpec backup);
}
