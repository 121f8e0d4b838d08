package org.apicdr.backuprun;

import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.bundle.BundleId;
import org.apicdr.capture.CaptureCall;
import org.apicdr.capture.Captures;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemRef;

@ApplicationScoped
class OrdinaryCapture implements BundleCapture {

    private final Captures captures;

    OrdinaryCapture(Captures captures) {
        this.captures = captures;
    }

    @Override
    public BundleId capture(SubsystemRef subsystem, BackupCall call, Deadline deadline) {
        var capture = CaptureCall.withBackups(subsystem, call.order().reason(), call.requestedBy());
        return captures.capture(capture, deadline).stored().id();
    }
}
