package org.apicdr.recovery.point;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupPhase;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;
import org.apicdr.core.DurationFormat;
import org.apicdr.recovery.point.RecoveryPoint.PointBackup;
import org.jspecify.annotations.Nullable;

/**
 * A portal backup, seen from a database backup.
 *
 * @param gap the time between the two, as far as is known
 * @param uncertainty how far the true gap may be from that
 */
public record PairedPortalBackup(PortalBackup backup, Duration gap, Duration uncertainty) {

    static PairedPortalBackup of(DatabaseBackup database, PortalBackup backup) {
        var one = database.idTime();
        var other = backup.idTime();
        boolean known = database.taken().certain() && backup.taken().certain();
        if (!known && one.isPresent() && other.isPresent()) {
            return new PairedPortalBackup(
                    backup, Duration.between(one.get(), other.get()).abs(), Duration.ZERO);
        }
        var uncertainty = database.taken().uncertainty().plus(backup.taken().uncertainty());
        return new PairedPortalBackup(backup, database.taken().gap(backup.taken()), uncertainty);
    }

    /** The one that is nearest in time, of those that could be restored; empty where there is none. */
    public static Optional<PairedPortalBackup> nearest(DatabaseBackup database, List<PortalBackup> backups) {
        return backups.stream()
                .filter(PortalBackup::restorable)
                .map(backup -> of(database, backup))
                .min(Comparator.comparing(PairedPortalBackup::gap));
    }

    /** The gap that there is at least, whatever is not known of it. */
    public Duration leastGap() {
        var least = gap.minus(uncertainty);
        return least.isNegative() ? Duration.ZERO : least;
    }

    /** What keeps the two from being a pair; a zone that nobody knows alone does not. */
    Optional<String> doubt(Duration limit) {
        return leastGap().compareTo(limit) <= 0
                ? Optional.empty()
                : Optional.of("the backup %s of portal %s was begun %s apart from it; within %s they are a pair"
                        .formatted(backup.id(), backup.of(), DurationFormat.words(gap), DurationFormat.words(limit)));
    }

    /** That the gap is not known well. */
    Optional<String> reservation() {
        return uncertainty.isZero()
                ? Optional.empty()
                : Optional.of(
                        "it is not known how far the backup %s of portal %s is apart from it: the zone of its id is not known"
                                .formatted(backup.id(), backup.of()));
    }

    PointBackup point() {
        var kind = backup.phase() == BackupPhase.FOUND ? "file" : "PortalBackup";
        var name = backup.name().isEmpty() ? null : backup.name();
        return new PointBackup(
                kind,
                backup.namespace(),
                backup.portal(),
                backup.id(),
                name,
                backup.taken().at(),
                uncertaintySeconds(backup.taken()),
                gap.toSeconds());
    }

    static @Nullable Long uncertaintySeconds(BackupTimestamp backupTimestamp) {
        return backupTimestamp.certain() ? null : backupTimestamp.uncertainty().toSeconds();
    }
}
