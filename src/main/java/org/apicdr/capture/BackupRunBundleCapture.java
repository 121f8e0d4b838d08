package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.backup.run.BundleCapture;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/** Captures the bundle of a backup run like any other bundle. */
@ApplicationScoped
class BackupRunBundleCapture implements BundleCapture {

    private final CaptureService captureService;

    BackupRunBundleCapture(CaptureService captureService) {
        this.captureService = captureService;
    }

    @Override
    public BundleId capture(
            SubsystemRef subsystem, @Nullable String reason, @Nullable String requestedBy, Deadline deadline) {
        var capture = CaptureCommand.withBackups(subsystem, reason, requestedBy);
        return captureService.capture(capture, deadline).stored().id();
    }
}
