package org.apicdr.recoverypoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.subsystem.Component;

/**
 * The portal backups that go with a database backup.
 *
 * @param mates for each portal the backup that is nearest in time, of those that could be restored
 * @param doubts why they are no pair; empty where they are
 * @param reservations what is not certain of them
 */
record Pairing(List<PortalMate> mates, List<String> doubts, List<String> reservations) {

    Pairing {
        mates = List.copyOf(mates);
        doubts = List.copyOf(doubts);
        reservations = List.copyOf(reservations);
    }

    static Pairing of(DatabaseBackup database, List<Component> portals, BackupCatalog catalog, Duration limit) {
        var mates = new ArrayList<PortalMate>();
        var doubts = new ArrayList<String>();
        var reservations = new ArrayList<String>();
        for (var portal : portals) {
            var nearest = PortalMate.nearest(database, catalog.ofPortal(portal.namespace(), portal.name()));
            nearest.ifPresentOrElse(
                    mate -> {
                        mates.add(mate);
                        mate.doubt(limit).ifPresent(doubts::add);
                        mate.reservation().ifPresent(reservations::add);
                    },
                    () -> doubts.add(lacking(portal)));
        }
        return new Pairing(mates, doubts, reservations);
    }

    private static String lacking(Component portal) {
        return portal.passive()
                ? portal.passiveRole() + ": its backups are those of the active one"
                : "portal %s/%s has no backup that could be restored".formatted(portal.namespace(), portal.name());
    }

    Optional<Duration> longestGap() {
        return mates.stream().map(PortalMate::gap).max(Comparator.naturalOrder());
    }
}
