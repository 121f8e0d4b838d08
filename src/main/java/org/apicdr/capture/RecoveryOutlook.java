package org.apicdr.capture;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.recoverypoint.KnownPoints;
import org.apicdr.recoverypoint.RecoveryPoint;

/**
 * What RECOVERY.md can say of the recovery points.
 *
 * @param known the points; empty where they are not known
 * @param why why they are not known, in a sentence; empty where they are
 */
public record RecoveryOutlook(Optional<KnownPoints> known, String why) {

    static RecoveryOutlook of(KnownPoints known) {
        return new RecoveryOutlook(Optional.of(known), "");
    }

    /** One without points. */
    public static RecoveryOutlook unknown(String why) {
        return new RecoveryOutlook(Optional.empty(), why);
    }

    List<RecoveryPoint> points(BundleId newBundle) {
        return known.map(points -> points.with(newBundle)).orElse(List.of());
    }
}
