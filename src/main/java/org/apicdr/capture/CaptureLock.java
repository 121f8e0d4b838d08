package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;

/** Allows one capture or re-seal at a time for each subsystem, because each bundle names the previous one. */
@ApplicationScoped
public class CaptureLock {

    private final Set<SubsystemRef> taken = ConcurrentHashMap.newKeySet();

    /**
     * Runs the work unless another bundle of the subsystem is being created.
     *
     * @throws ServiceException {@code CAPTURE_RUNNING}
     */
    public <T> T runExclusively(SubsystemRef ref, Supplier<T> work) {
        if (!taken.add(ref)) {
            throw new ServiceException(
                    ErrorCode.CAPTURE_RUNNING,
                    "A capture or re-seal of %s is already running. Wait until it has finished.".formatted(ref),
                    ErrorDetails.stored(Stored.NO));
        }
        try {
            return work.get();
        } finally {
            taken.remove(ref);
        }
    }
}
