package org.apicdr.backup;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Catalogs the backups of a subsystem from its backup resources and from the files in its backup folders. */
@ApplicationScoped
public class BackupCatalogService {

    private final BackupFolderCache folderCache;

    BackupCatalogService(BackupFolderCache folderCache) {
        this.folderCache = folderCache;
    }

    /**
     * Returns the known backups of a subsystem. Failures of the backup server are reported in the catalog, not thrown.
     *
     * @param fresh whether to list the folders again instead of using cached listings
     */
    public BackupCatalog catalog(SubsystemSnapshot snapshot, boolean fresh, Deadline deadline) {
        var components = snapshot.components();
        var listings = folderCache.list(components, fresh, deadline);
        var catalog = catalog(components, listings);
        return newestHasIssues(catalog) && folderCache.mayBeOutdated(listings)
                ? catalog(components, folderCache.list(components, true, deadline))
                : catalog;
    }

    /** Returns whether a newest successful backup has issues, possibly because the listing is older than the backup. */
    private static boolean newestHasIssues(BackupCatalog catalog) {
        var database = catalog.database().stream()
                .filter(backup -> backup.phase() == BackupPhase.SUCCEEDED)
                .findFirst();
        var portal = catalog.portal().stream()
                .filter(backup -> backup.phase() == BackupPhase.SUCCEEDED)
                .findFirst();
        return database.filter(backup -> !backup.restorable()).isPresent()
                || portal.filter(backup -> !backup.restorable()).isPresent();
    }

    private static BackupCatalog catalog(
            List<ComponentSnapshot> components, List<BackupCatalog.ComponentListing> listings) {
        var management = components.get(0);
        var zone = BackupIdTimeZone.inferFrom(DatabaseBackupParser.samples(management));
        var database = DatabaseBackupParser.parse(management, fileIndex(management, listings.get(0)), zone);
        var portals = new ArrayList<PortalBackup>();
        for (int i = 1; i < components.size(); i++) {
            portals.addAll(
                    PortalBackupParser.parse(components.get(i), fileIndex(components.get(i), listings.get(i)), zone));
        }
        portals.sort(PortalBackupParser.NEWEST_FIRST);
        return new BackupCatalog(database, portals, listings);
    }

    private static BackupFileIndex fileIndex(ComponentSnapshot component, BackupCatalog.ComponentListing listing) {
        return BackupFileIndex.of(component.component(), listing.folder());
    }
}
