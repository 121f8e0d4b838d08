package org.apicdr.recoverability;

import java.util.List;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupFolder;

/**
 * Whether the files of a component's backups were looked at.
 *
 * @param doubts why they could not be
 * @param notes that nobody looked, or that they were
 */
record FileSight(List<String> doubts, List<String> notes) {

    static FileSight of(BackupCatalog catalog, String component) {
        return catalog.looks().stream()
                .filter(look -> look.of().equals(component))
                .findFirst()
                .map(look -> of(look.folder()))
                .orElseGet(() -> new FileSight(List.of(), List.of("its file was not looked at")));
    }

    private static FileSight of(BackupFolder folder) {
        if (folder instanceof BackupFolder.Skipped skipped) {
            return new FileSight(List.of(), List.of("its file was not looked at: " + skipped.why()));
        }
        if (folder instanceof BackupFolder.Failed failed) {
            return new FileSight(List.of("its file could not be looked at: " + failed.why()), List.of());
        }
        return new FileSight(List.of(), List.of("its file is there"));
    }
}
