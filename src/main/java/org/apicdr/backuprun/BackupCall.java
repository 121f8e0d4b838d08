package org.apicdr.backuprun;

import org.apicdr.access.Scope;
import org.apicdr.subsystem.SubsystemQuery;
import org.jspecify.annotations.Nullable;

/**
 * A backup run that is wanted.
 *
 * @param order what to take backups of, and why
 * @param scope where whoever asks may take backups
 * @param requestedBy who asks; null where that is not known
 */
record BackupCall(BackupOrder order, Scope scope, @Nullable String requestedBy) {

    SubsystemQuery subsystem() {
        return order.subsystem(scope);
    }
}
