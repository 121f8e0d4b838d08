package org.apicdr.recovery;

import java.util.List;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.core.Sentences;

/**
 * Whether the backup files of a component were found on their server.
 *
 * @param doubts why the folder of the backups could not be listed
 * @param notes whether the folder was listed, and why not if it was skipped
 */
record BackupFileAvailability(List<String> doubts, List<String> notes) {

    static BackupFileAvailability of(BackupCatalog catalog, String component) {
        return catalog.looks().stream()
                .filter(look -> look.of().equals(component))
                .findFirst()
                .map(look -> of(look.folder()))
                .orElseGet(() -> new BackupFileAvailability(List.of(), List.of("its file was not checked")));
    }

    private static BackupFileAvailability of(BackupFolderListing folder) {
        if (folder instanceof BackupFolderListing.Skipped skipped) {
            return new BackupFileAvailability(
                    List.of(), List.of("its file was not checked: " + Sentences.clause(skipped.why())));
        }
        if (folder instanceof BackupFolderListing.Failed failed) {
            return new BackupFileAvailability(
                    List.of("its file could not be checked: " + Sentences.clause(failed.why())), List.of());
        }
        return new BackupFileAvailability(List.of(), List.of("its file exists"));
    }
}
