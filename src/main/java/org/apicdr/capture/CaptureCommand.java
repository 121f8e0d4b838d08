package org.apicdr.capture;

import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/**
 * A capture that is wanted.
 *
 * @param order what to capture, and how
 * @param trigger what made it happen
 * @param scope where whoever asks may capture
 * @param requestedBy who asks; null where that is not known, and where nobody does
 */
public record CaptureCommand(
        CaptureRequest order,
        CaptureTrigger trigger,
        NamespaceScope scope,
        @Nullable String requestedBy) {

    public static CaptureCommand byRequest(
            CaptureRequest order, NamespaceScope namespaceScope, @Nullable String requestedBy) {
        return new CaptureCommand(order, CaptureTrigger.API, namespaceScope, requestedBy);
    }

    /** A capture that goes with backups of the subsystem. */
    public static CaptureCommand withBackups(SubsystemRef ref, @Nullable String reason, @Nullable String requestedBy) {
        return new CaptureCommand(
                CaptureRequest.of(ref, reason), CaptureTrigger.BACKUP, NamespaceScope.EVERYWHERE, requestedBy);
    }

    /** A plain capture of one subsystem that nobody asks for. */
    public static CaptureCommand byItself(SubsystemRef ref, CaptureTrigger captureTrigger) {
        return new CaptureCommand(CaptureRequest.of(ref, null), captureTrigger, NamespaceScope.EVERYWHERE, null);
    }

    SubsystemQuery subsystem() {
        return order.subsystem(scope);
    }

    boolean automatic() {
        return trigger != CaptureTrigger.API && trigger != CaptureTrigger.BACKUP;
    }
}
