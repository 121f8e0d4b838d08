package org.apicdr.recovery.point;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.bundle.BundleId;
import org.apicdr.recovery.point.RecoveryPoint.PointBackup;
import org.apicdr.subsystem.SubsystemRef;

/** The recovery points that are known while a bundle is being made, which may be among those that they name. */
public final class RecoveryPointDrafts {

    private final SubsystemRef subsystem;
    private final List<Known> points;

    RecoveryPointDrafts(SubsystemRef subsystem, List<Known> points) {
        this.subsystem = subsystem;
        this.points = List.copyOf(points);
    }

    /** The points, newest first, once it is known what the new bundle is called. */
    public List<RecoveryPoint> with(BundleId newBundle) {
        return points(Optional.of(newBundle));
    }

    List<RecoveryPoint> points(Optional<BundleId> newBundle) {
        return points.stream().map(known -> point(known, newBundle)).toList();
    }

    private RecoveryPoint point(Known known, Optional<BundleId> newBundle) {
        var backupPairing = known.pairing();
        var key = known.key();
        boolean complete = key.key() == RecoveryPoint.Key.CERTAIN
                && backupPairing.mismatches().isEmpty();
        var reasons = new ArrayList<>(key.reasons());
        reasons.addAll(backupPairing.mismatches());
        reasons.addAll(backupPairing.uncertainties());
        if (!known.backup().taken().certain()) {
            reasons.add("it is not known to the hour when it was taken: the zone of its id is not known");
        }
        return new RecoveryPoint(
                point(known.backup()),
                backupPairing.portalBackups().stream()
                        .map(PairedPortalBackup::point)
                        .toList(),
                backupPairing.longestGap().map(Duration::toSeconds).orElse(null),
                key.key(),
                key.bundles(newBundle),
                complete ? RecoveryPoint.State.COMPLETE : RecoveryPoint.State.PARTIAL,
                reasons);
    }

    private PointBackup point(DatabaseBackup backup) {
        return new PointBackup(
                backup.kind(),
                subsystem.namespace(),
                subsystem.cluster(),
                backup.id(),
                backup.name().isEmpty() ? null : backup.name(),
                backup.taken().at(),
                PairedPortalBackup.uncertaintySeconds(backup.taken()),
                null);
    }

    /**
     * A recovery point in the making.
     *
     * @param backup the database backup
     * @param pairing the portal backups that go with it
     * @param key which key was in force
     */
    record Known(DatabaseBackup backup, BackupPairing pairing, KeyMatch key) {}
}
