package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apicdr.subsystem.ResourceKind;

/**
 * Creates the resources that request backups from the operators; never changes or deletes any. Every method throws a
 * {@link org.apicdr.core.ServiceException}: {@code CLUSTER_FORBIDDEN} with the permission to grant,
 * {@code BACKUP_REJECTED} if the API server rejects the resource, or {@code CLUSTER_UNAVAILABLE}.
 */
public interface BackupClient {

    /** Checks whether the API server would accept the resource; creates nothing. */
    void dryRun(BackupSpec backup);

    /** Creates the resource and returns it as stored by the API server. */
    ObjectNode make(BackupSpec backup);

    /**
     * A resource that requests a backup from an operator.
     *
     * @param resource the whole resource
     */
    record BackupSpec(ResourceKind kind, ObjectNode resource) {

        public String namespace() {
            return resource.at("/metadata/namespace").asText();
        }

        public String name() {
            return resource.at("/metadata/name").asText();
        }

        /** For example {@code PortalBackup apic/portal-20261122t030000z-1f9a3c2b}. */
        @Override
        public String toString() {
            return "%s %s/%s".formatted(kind.kind(), namespace(), name());
        }
    }
}
