package org.apicdr.capture;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.recovery.point.RecoveryPointDrafts;

/**
 * What RECOVERY.md can say of the recovery points.
 *
 * @param known the points; empty where they are not known
 * @param why why they are not known, in a sentence; empty where they are
 */
public record RecoveryPointSummary(Optional<RecoveryPointDrafts> known, String why) {

    static RecoveryPointSummary of(RecoveryPointDrafts known) {
        return new RecoveryPointSummary(Optional.of(known), "");
    }

    /** One without points. */
    public static RecoveryPointSummary unknown(String why) {
        return new RecoveryPointSummary(Optional.empty(), why);
    }

    List<RecoveryPoint> points(BundleId newBundle) {
        return known.map(points -> points.with(newBundle)).orElse(List.of());
    }
}
