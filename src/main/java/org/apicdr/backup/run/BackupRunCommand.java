package org.apicdr.backup.run;

import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.jspecify.annotations.Nullable;

/**
 * A request for a backup run, with the caller's permissions.
 *
 * @param request what to back up, and why
 * @param scope the namespaces in which the caller may take backups
 * @param requestedBy the caller; null if unknown
 */
public record BackupRunCommand(
        BackupRequest request,
        NamespaceScope scope,
        @Nullable String requestedBy) {

    SubsystemQuery subsystem() {
        return request.subsystem(scope);
    }
}
