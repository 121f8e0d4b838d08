package org.apicdr.capture;

import org.apicdr.access.Scope;
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
public record CaptureCall(
        CaptureOrder order,
        Trigger trigger,
        Scope scope,
        @Nullable String requestedBy) {

    static CaptureCall byRequest(CaptureOrder order, Scope scope, @Nullable String requestedBy) {
        return new CaptureCall(order, Trigger.API, scope, requestedBy);
    }

    /** A capture that goes with backups of the subsystem. */
    public static CaptureCall withBackups(SubsystemRef ref, @Nullable String reason, @Nullable String requestedBy) {
        return new CaptureCall(CaptureOrder.of(ref, reason), Trigger.BACKUP, Scope.EVERYWHERE, requestedBy);
    }

    /** A plain capture of one subsystem that nobody asks for. */
    public static CaptureCall byItself(SubsystemRef ref, Trigger trigger) {
        return new CaptureCall(CaptureOrder.of(ref, null), trigger, Scope.EVERYWHERE, null);
    }

    SubsystemQuery subsystem() {
        return order.subsystem(scope);
    }

    boolean automatic() {
        return trigger != Trigger.API && trigger != Trigger.BACKUP;
    }
}
