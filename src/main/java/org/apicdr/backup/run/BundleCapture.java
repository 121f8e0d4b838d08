package org.apicdr.backup.run;

import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/** Captures the bundle of a run, which holds the keys that its backups are encrypted with. */
public interface BundleCapture {

    /**
     * Captures the subsystem as for any caller, without force.
     *
     * @param reason why the run was requested
     * @param requestedBy who requested it; null if not known
     * @throws org.apicdr.core.ServiceException as a capture does
     */
    BundleId captureWithBackups(
            SubsystemRef subsystem, @Nullable String reason, @Nullable String requestedBy, Deadline deadline);
}
