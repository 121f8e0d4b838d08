package org.apicdr.recovery.point;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.bundle.BundleId;
import org.apicdr.recovery.point.BackupPairing.PairedPortalBackup;
import org.apicdr.recovery.point.RecoveryPoint.PointBackup;
import org.apicdr.subsystem.SubsystemRef;

/** Recovery points that are determined during a capture, before the id of the new bundle is known. */
public final class RecoveryPointDrafts {

    private final SubsystemRef subsystem;
    private final List<Draft> points;

    RecoveryPointDrafts(SubsystemRef subsystem, List<Draft> points) {
        this.subsystem = subsystem;
        this.points = List.copyOf(points);
    }

    /** Returns the points, newest first, with the id of the new bundle filled in. */
    public List<RecoveryPoint> with(BundleId newBundle) {
        return points(Optional.of(newBundle));
    }

    List<RecoveryPoint> points(Optional<BundleId> newBundle) {
        return points.stream().map(draft -> point(draft, newBundle)).toList();
    }

    private RecoveryPoint point(Draft draft, Optional<BundleId> newBundle) {
        var backupPairing = draft.pairing();
        var key = draft.key();
        boolean complete = key.key() == RecoveryPoint.Key.CERTAIN
                && backupPairing.mismatches().isEmpty();
        var reasons = new ArrayList<>(key.reasons());
        reasons.addAll(backupPairing.mismatches());
        reasons.addAll(backupPairing.uncertainties());
        if (!draft.backup().taken().certain()) {
            reasons.add("The time of the backup is not known to the hour: the time zone of its id is unknown.");
        }
        return new RecoveryPoint(
                point(draft.backup()),
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
     * A recovery point without the id of the new bundle.
     *
     * @param backup the database backup
     * @param pairing the portal backups that are paired with it
     * @param key the encryption key that was in force
     */
    record Draft(DatabaseBackup backup, BackupPairing pairing, EncryptionKeyFinder.KeyMatch key) {}
}
