package org.apicdr.backup.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;

/** One run at a time for each subsystem, until its backups are there to be seen. */
@ApplicationScoped
class RunSlots {

    private final Set<SubsystemRef> taken = ConcurrentHashMap.newKeySet();

    /**
     * Does the work while nobody else begins a run of that subsystem.
     *
     * @throws ServiceException {@code BACKUP_RUNNING}
     */
    <T> T alone(SubsystemRef ref, Supplier<T> work) {
        if (!taken.add(ref)) {
            throw new ServiceException(
                    ErrorCode.BACKUP_RUNNING, "a backup run of %s is just beginning: wait for it".formatted(ref));
        }
        try {
            return work.get();
        } finally {
            taken.remove(ref);
        }
    }
}
