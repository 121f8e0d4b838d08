package org.apicdr.backup;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;

/** The backups of a subsystem, from its resources and from the files where they lie. */
@ApplicationScoped
public class BackupCatalogService {

    private final BackupFolderCache looks;

    BackupCatalogService(BackupFolderCache looks) {
        this.looks = looks;
    }

    /**
     * All that is known of a subsystem's backups. Never throws for what the server of the files does.
     *
     * @param fresh whether the files are looked at whatever is remembered of them
     */
    public BackupCatalog catalog(SubsystemSnapshot snapshot, boolean fresh, Deadline deadline) {
        var components = snapshot.components();
        var found = looks.at(components, fresh, deadline);
        var catalog = catalog(components, found);
        return lacksTheNewest(catalog) && looks.mayBeOutdated(found)
                ? catalog(components, looks.at(components, true, deadline))
                : catalog;
    }

    /** As when a backup was taken since the files were looked at. */
    private static boolean lacksTheNewest(BackupCatalog catalog) {
        var database = catalog.database().stream()
                .filter(backup -> backup.phase() == BackupPhase.SUCCEEDED)
                .findFirst();
        var portal = catalog.portal().stream()
                .filter(backup -> backup.phase() == BackupPhase.SUCCEEDED)
                .findFirst();
        return database.filter(backup -> !backup.restorable()).isPresent()
                || portal.filter(backup -> !backup.restorable()).isPresent();
    }

    private static BackupCatalog catalog(List<ComponentSnapshot> components, List<BackupCatalog.FileLook> looks) {
        var management = components.get(0);
        var zone = BackupIdTimeZone.inferFrom(DatabaseBackupParser.clues(management));
        var database = DatabaseBackupParser.of(management, shelf(management, looks.get(0)), zone);
        var portals = new ArrayList<PortalBackup>();
        for (int i = 1; i < components.size(); i++) {
            portals.addAll(PortalBackupParser.of(components.get(i), shelf(components.get(i), looks.get(i)), zone));
        }
        portals.sort(PortalBackupParser.NEWEST_FIRST);
        return new BackupCatalog(database, portals, looks);
    }

    private static BackupFileIndex shelf(ComponentSnapshot component, BackupCatalog.FileLook look) {
        return BackupFileIndex.of(component.component(), look.folder());
    }
}
