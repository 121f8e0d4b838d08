package org.apicdr.backup.run;

import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.jspecify.annotations.Nullable;

/**
 * A backup run that is wanted.
 *
 * @param order what to take backups of, and why
 * @param scope where whoever asks may take backups
 * @param requestedBy who asks; null where that is not known
 */
public record BackupRunCommand(
        BackupRequest order, NamespaceScope scope, @Nullable String requestedBy) {

    SubsystemQuery subsystem() {
        return order.subsystem(scope);
    }
}
