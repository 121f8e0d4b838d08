package org.apicdr.recovery.point;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupPhase;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;
import org.apicdr.core.DurationFormat;
import org.apicdr.recovery.point.RecoveryPoint.PointBackup;
import org.apicdr.subsystem.SubsystemComponent;
import org.jspecify.annotations.Nullable;

/**
 * The portal backups that are paired with a database backup.
 *
 * @param portalBackups for each portal the restorable backup that is nearest in time
 * @param mismatches why the backups are not a pair; empty if they are
 * @param uncertainties what is uncertain about the pair
 */
public record BackupPairing(
        List<PairedPortalBackup> portalBackups, List<String> mismatches, List<String> uncertainties) {

    public BackupPairing {
        portalBackups = List.copyOf(portalBackups);
        mismatches = List.copyOf(mismatches);
        uncertainties = List.copyOf(uncertainties);
    }

    static BackupPairing of(
            DatabaseBackup database, List<SubsystemComponent> portals, BackupCatalog catalog, Duration limit) {
        var portalBackups = new ArrayList<PairedPortalBackup>();
        var mismatches = new ArrayList<String>();
        var uncertainties = new ArrayList<String>();
        for (var portal : portals) {
            var nearest = PairedPortalBackup.nearest(database, catalog.ofPortal(portal.namespace(), portal.name()));
            nearest.ifPresentOrElse(
                    paired -> {
                        portalBackups.add(paired);
                        paired.mismatch(limit).ifPresent(mismatches::add);
                        paired.uncertaintyReason().ifPresent(uncertainties::add);
                    },
                    () -> mismatches.add(describeMissing(portal)));
        }
        return new BackupPairing(portalBackups, mismatches, uncertainties);
    }

    private static String describeMissing(SubsystemComponent portal) {
        return portal.passive()
                ? portal.passiveRole() + ". Its backups are those of the active one."
                : "Portal %s/%s has no backup that can be restored.".formatted(portal.namespace(), portal.name());
    }

    Optional<Duration> longestGap() {
        return portalBackups.stream().map(PairedPortalBackup::gap).max(Comparator.naturalOrder());
    }

    /**
     * A portal backup and its distance in time from a database backup.
     *
     * @param gap the time between the two, as far as it is known
     * @param uncertainty the maximum difference between the true gap and {@code gap}
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

        /** Returns the restorable backup that is nearest in time; empty if there is none. */
        public static Optional<PairedPortalBackup> nearest(DatabaseBackup database, List<PortalBackup> backups) {
            return backups.stream()
                    .filter(PortalBackup::restorable)
                    .map(backup -> of(database, backup))
                    .min(Comparator.comparing(PairedPortalBackup::gap));
        }

        /** Returns the minimum gap, given the uncertainty. */
        public Duration leastGap() {
            var least = gap.minus(uncertainty);
            return least.isNegative() ? Duration.ZERO : least;
        }

        /** Returns why the two are not a pair; an unknown time zone alone is no reason. */
        Optional<String> mismatch(Duration limit) {
            if (leastGap().compareTo(limit) <= 0) {
                return Optional.empty();
            }
            boolean seconds = DurationFormat.format(gap).equals(DurationFormat.format(limit));
            return Optional.of(("The backup %s of portal %s was started %s apart from the database backup."
                            + " They are a pair within %s.")
                    .formatted(backup.id(), backup.of(), format(gap, seconds), format(limit, seconds)));
        }

        private static String format(Duration span, boolean seconds) {
            return seconds ? span.toSeconds() + " s" : DurationFormat.format(span);
        }

        /** Returns why the gap is uncertain; empty if it is certain. */
        Optional<String> uncertaintyReason() {
            return uncertainty.isZero()
                    ? Optional.empty()
                    : Optional.of(("It is unknown how far apart the backup %s of portal %s and the database"
                                    + " backup are: the time zone of its id is unknown.")
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
            return backupTimestamp.certain()
                    ? null
                    : backupTimestamp.uncertainty().toSeconds();
        }
    }
}
