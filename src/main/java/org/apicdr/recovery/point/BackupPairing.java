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
 * The portal backups that are paired with a database backup.
 *
 * @param portalBackups for each portal the restorable backup that is nearest in time
 * @param mismatches why the backups are not a pair; empty if they are
 * @param uncertainties what is uncertain about the pair
 */
record BackupPairing(List<PairedPortalBackup> portalBackups, List<String> mismatches, List<String> uncertainties) {

    BackupPairing {
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
}
