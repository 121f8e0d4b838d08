package org.apicdr.backuprun;

import org.apicdr.bundle.BundleId;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/** Captures the bundle of a run, which holds the keys that its backups are encrypted with. */
interface BundleCapture {

    /**
     * Captures the subsystem as for anybody who asks for it, without force.
     *
     * @throws org.apicdr.problem.ServiceException as a capture does
     */
    BundleId capture(SubsystemRef subsystem, BackupRunCommand call, Deadline deadline);
}
