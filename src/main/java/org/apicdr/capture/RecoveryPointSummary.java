package org.apicdr.capture;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.recovery.point.RecoveryPointDrafts;

/**
 * The recovery points for RECOVERY.md.
 *
 * @param known the recovery points; empty if they are unknown
 * @param why the reason why they are unknown, as a sentence; empty if they are known
 */
public record RecoveryPointSummary(Optional<RecoveryPointDrafts> known, String why) {

    static RecoveryPointSummary of(RecoveryPointDrafts known) {
        return new RecoveryPointSummary(Optional.of(known), "");
    }

    /** Returns a summary without recovery points. */
    public static RecoveryPointSummary unknown(String why) {
        return new RecoveryPointSummary(Optional.empty(), why);
    }

    List<RecoveryPoint> points(BundleId newBundle) {
        return known.map(points -> points.with(newBundle)).orElse(List.of());
    }
}
