package org.apicdr.backup;

import java.util.List;

/** The result of listing a backup folder. */
public sealed interface BackupFolderListing {

    /**
     * The folder was read.
     *
     * @param entries the entries of the folder and of the requested sub-folders, in no particular order
     * @param hostKey fingerprint of the key that the server presented, {@code SHA256:…}
     * @param account the user name that was used; comes from a secret, so it is compared but never shown
     */
    record Read(List<Entry> entries, String hostKey, String account) implements BackupFolderListing {

        public Read {
            entries = List.copyOf(entries);
        }

        @Override
        public String toString() {
            return "Read[%d entries]".formatted(entries.size());
        }
    }

    /**
     * The folder was not listed, and nothing was sent to the server.
     *
     * @param why the reason, as a sentence
     */
    record Skipped(String why) implements BackupFolderListing {}

    /**
     * The folder could not be read.
     *
     * @param why the reason and what to do, as sentences
     */
    record Failed(String why) implements BackupFolderListing {}

    /**
     * A file or sub-folder of the folder.
     *
     * @param path relative to the folder, {@code name} or {@code folder/name}
     * @param sizeBytes size in bytes
     * @param folder whether the entry is a folder
     */
    record Entry(String path, long sizeBytes, boolean folder) {}
}
