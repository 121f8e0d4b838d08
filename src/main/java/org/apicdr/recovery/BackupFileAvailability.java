package org.apicdr.recovery;

import java.util.List;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupFolderListing;

/**
 * Whether the files of a component's backups were looked at.
 *
 * @param doubts why they could not be
 * @param notes that nobody looked, or that they were
 */
record BackupFileAvailability(List<String> doubts, List<String> notes) {

    static BackupFileAvailability of(BackupCatalog catalog, String component) {
        return catalog.looks().stream()
                .filter(look -> look.of().equals(component))
                .findFirst()
                .map(look -> of(look.folder()))
                .orElseGet(() -> new BackupFileAvailability(List.of(), List.of("its file was not looked at")));
    }

    private static BackupFileAvailability of(BackupFolderListing folder) {
        if (folder instanceof BackupFolderListing.Skipped skipped) {
            return new BackupFileAvailability(List.of(), List.of("its file was not looked at: " + skipped.why()));
        }
        if (folder instanceof BackupFolderListing.Failed failed) {
            return new BackupFileAvailability(List.of("its file could not be looked at: " + failed.why()), List.of());
        }
        return new BackupFileAvailability(List.of(), List.of("its file is there"));
    }
}
