package org.apicdr.capture;

import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/**
 * A request for a capture, with its trigger and its caller.
 *
 * @param request what to capture, and how
 * @param trigger what triggered the capture
 * @param scope the namespaces in which the caller may capture
 * @param requestedBy the caller; null if unknown or if the service started the capture itself
 */
public record CaptureCommand(
        CaptureRequest request,
        CaptureTrigger trigger,
        NamespaceScope scope,
        @Nullable String requestedBy) {

    public static CaptureCommand byRequest(CaptureRequest request, NamespaceScope scope, @Nullable String requestedBy) {
        return new CaptureCommand(request, CaptureTrigger.API, scope, requestedBy);
    }

    /** Returns a capture that accompanies backups of the subsystem. */
    public static CaptureCommand withBackups(SubsystemRef ref, @Nullable String reason, @Nullable String requestedBy) {
        return new CaptureCommand(
                CaptureRequest.of(ref, reason), CaptureTrigger.BACKUP, NamespaceScope.EVERYWHERE, requestedBy);
    }

    /** Returns a capture of one subsystem with default options that the service starts itself. */
    public static CaptureCommand byItself(SubsystemRef ref, CaptureTrigger trigger) {
        return new CaptureCommand(CaptureRequest.of(ref, null), trigger, NamespaceScope.EVERYWHERE, null);
    }

    SubsystemQuery subsystem() {
        return new SubsystemQuery(request.namespace(), request.cluster(), scope);
    }

    /** Returns whether the service started the capture itself. No caller receives its outcome then. */
    boolean automatic() {
        return trigger != CaptureTrigger.API && trigger != CaptureTrigger.BACKUP;
    }
}
