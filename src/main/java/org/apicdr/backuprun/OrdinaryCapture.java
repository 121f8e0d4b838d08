package org.apicdr.backuprun;

import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.bundle.BundleId;
import org.apicdr.capture.CaptureCommand;
import org.apicdr.capture.CaptureService;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemRef;

@ApplicationScoped
class OrdinaryCapture implements BundleCapture {

    private final CaptureService captureService;

    OrdinaryCapture(CaptureService captureService) {
        this.captureService = captureService;
    }

    @Override
    public BundleId capture(SubsystemRef subsystem, BackupRunCommand call, Deadline deadline) {
        var capture = CaptureCommand.withBackups(subsystem, call.order().reason(), call.requestedBy());
        return captureService.capture(capture, deadline).stored().id();
    }
}
