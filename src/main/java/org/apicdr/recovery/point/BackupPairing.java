package org.apicdr.recovery.point;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.subsystem.SubsystemComponent;

/**
 * The portal backups that go with a database backup.
 *
 * @param portalBackups for each portal the backup that is nearest in time, of those that could be restored
 * @param mismatches why they are no pair; empty where they are
 * @param uncertainties what is not certain of them
 */
record BackupPairing(List<PairedPortalBackup> portalBackups, List<String> mismatches, List<String> uncertainties) {

    BackupPairing {
        portalBackups = List.copyOf(portalBackups);
        mismatches = List.copyOf(mismatches);
        uncertainties = List.copyOf(uncertainties);
    }

    static BackupPairing of(
            DatabaseBackup database, List<SubsystemComponent> portals, BackupCatalog catalog, Duration limit) {
        var mates = new ArrayList<PairedPortalBackup>();
        var doubts = new ArrayList<String>();
        var reservations = new ArrayList<String>();
        for (var portal : portals) {
            var nearest = PairedPortalBackup.nearest(database, catalog.ofPortal(portal.namespace(), portal.name()));
            nearest.ifPresentOrElse(
                    mate -> {
                        mates.add(mate);
                        mate.doubt(limit).ifPresent(doubts::add);
                        mate.reservation().ifPresent(reservations::add);
                    },
                    () -> doubts.add(lacking(portal)));
        }
        return new BackupPairing(mates, doubts, reservations);
    }

    private static String lacking(SubsystemComponent portal) {
        return portal.passive()
                ? portal.passiveRole() + ": its backups are those of the active one"
                : "portal %s/%s has no backup that could be restored".formatted(portal.namespace(), portal.name());
    }

    Optional<Duration> longestGap() {
        return portalBackups.stream().map(PairedPortalBackup::gap).max(Comparator.naturalOrder());
    }
}
