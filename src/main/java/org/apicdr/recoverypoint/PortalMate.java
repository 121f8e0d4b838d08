package org.apicdr.recoverypoint;

import java.time.Duration;
import java.util.Optional;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.Phase;
import org.apicdr.backup.PortalBackup;
import org.apicdr.backup.Taken;
import org.apicdr.recoverypoint.RecoveryPoint.PointBackup;
import org.jspecify.annotations.Nullable;

/**
 * A portal backup, seen from a database backup.
 *
 * @param gap the time between the two, as far as is known
 * @param uncertainty how far the true gap may be from that
 */
record PortalMate(PortalBackup backup, Duration gap, Duration uncertainty) {

    static PortalMate of(DatabaseBackup database, PortalBackup backup) {
        var one = database.idTime();
        var other = backup.idTime();
        boolean known = database.taken().certain() && backup.taken().certain();
        if (!known && one.isPresent() && other.isPresent()) {
            return new PortalMate(
                    backup, Duration.between(one.get(), other.get()).abs(), Duration.ZERO);
        }
        var uncertainty = database.taken().uncertainty().plus(backup.taken().uncertainty());
        return new PortalMate(backup, database.taken().gap(backup.taken()), uncertainty);
    }

    /** What keeps the two from being a pair; a zone that nobody knows alone does not. */
    Optional<String> doubt(Duration limit) {
        return gap.minus(uncertainty).compareTo(limit) <= 0
                ? Optional.empty()
                : Optional.of("the backup %s of portal %s was begun %s apart from it; within %s they are a pair"
                        .formatted(backup.id(), backup.of(), words(gap), words(limit)));
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
        var kind = backup.phase() == Phase.FOUND ? "file" : "PortalBackup";
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

    static @Nullable Long uncertaintySeconds(Taken taken) {
        return taken.certain() ? null : taken.uncertainty().toSeconds();
    }

    private static String words(Duration duration) {
        long minutes = duration.toMinutes();
        return minutes < 180 ? minutes + " min" : duration.toHours() + " h";
    }
}
