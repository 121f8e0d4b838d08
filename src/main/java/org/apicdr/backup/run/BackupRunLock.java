package org.apicdr.backup.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;

/** Allows one run at a time for each subsystem while its backups are being created. */
@ApplicationScoped
class BackupRunLock {

    private final Set<SubsystemRef> taken = ConcurrentHashMap.newKeySet();

    /**
     * Does the work while no other run of the subsystem can start.
     *
     * @throws ServiceException {@code BACKUP_RUNNING} if another run is starting
     */
    <T> T runExclusively(SubsystemRef ref, Supplier<T> work) {
        if (!taken.add(ref)) {
            throw new ServiceException(
                    ErrorCode.BACKUP_RUNNING,
                    "No backup was taken: another backup run of %s is starting. Wait for it.".formatted(ref));
        }
        try {
            return work.get();
        } finally {
            taken.remove(ref);
        }
    }
}
