package org.apicdr.backup;

import java.util.List;
import java.util.Optional;

/** The folder that backups are written to, where it could be read. */
public sealed interface BackupFolderListing {

    /**
     * It was read.
     *
     * @param entries what lies in it, and in those of its folders that were asked for, in no order
     * @param hostKey fingerprint of the key that the server presented, {@code SHA256:…}
     * @param account the user that it was read as; the value of a secret, so it is compared and never shown
     */
    record Read(List<Entry> entries, String hostKey, String account) implements BackupFolderListing {

        public Read {
            entries = List.copyOf(entries);
        }

        /** The entry at a path that is relative to the folder. */
        public Optional<Entry> entry(String path) {
            return entries.stream().filter(entry -> entry.path().equals(path)).findFirst();
        }

        @Override
        public String toString() {
            return "Read[%d entries]".formatted(entries.size());
        }
    }

    /**
     * Nobody looked, and nothing was sent to the server.
     *
     * @param why in a sentence
     */
    record Skipped(String why) implements BackupFolderListing {}

    /**
     * It could not be read.
     *
     * @param why in a sentence, and what to do
     */
    record Failed(String why) implements BackupFolderListing {}

    /**
     * What lies in the folder.
     *
     * @param path relative to the folder, {@code name} or {@code folder/name}
     * @param sizeBytes its size in bytes
     * @param folder whether it is a folder itself
     */
    record Entry(String path, long sizeBytes, boolean folder) {}
}
