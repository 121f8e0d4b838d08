package org.apicdr.backuprun;

import org.apicdr.access.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.jspecify.annotations.Nullable;

/**
 * A backup run that is wanted.
 *
 * @param order what to take backups of, and why
 * @param scope where whoever asks may take backups
 * @param requestedBy who asks; null where that is not known
 */
record BackupRunCommand(
        BackupRequest order, NamespaceScope scope, @Nullable String requestedBy) {

    SubsystemQuery subsystem() {
        return order.subsystem(scope);
    }
}
