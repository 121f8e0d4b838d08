package org.apicdr.backup;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.subsystem.SubsystemComponent;

/** Indexes the files in the backup folder of a component. A folder that could not be read causes no issues. */
final class BackupFileIndex {

    private final Map<String, BackupFolderListing.Entry> entries;
    private final boolean read;
    private final String location;

    private BackupFileIndex(Map<String, BackupFolderListing.Entry> entries, boolean read, String location) {
        this.entries = entries;
        this.read = read;
        this.location = location;
    }

    static BackupFileIndex of(SubsystemComponent subsystemComponent, BackupFolderListing folder) {
        var backup = subsystemComponent.backup();
        var location = "%s on %s"
                .formatted(backup.path("path").asText(), backup.path("host").asText());
        if (folder instanceof BackupFolderListing.Read found) {
            var entries = found.entries().stream()
                    .collect(Collectors.toMap(
                            BackupFolderListing.Entry::path, Function.identity(), (one, other) -> one));
            return new BackupFileIndex(entries, true, location);
        }
        return new BackupFileIndex(Map.of(), false, location);
    }

    boolean read() {
        return read;
    }

    /** Returns the folder and host, for example {@code /backups on sftp.example.com}. */
    String location() {
        return location;
    }

    Collection<BackupFolderListing.Entry> entries() {
        return entries.values();
    }

    /** Returns the issue of a backup that is a single file at one of the given paths; empty if the file is usable. */
    Optional<String> fileIssue(String file, String... paths) {
        var found = Stream.of(paths)
                .map(entries::get)
                .filter(Objects::nonNull)
                .filter(entry -> !entry.folder())
                .toList();
        if (!read || found.stream().anyMatch(entry -> entry.sizeBytes() > 0)) {
            return Optional.empty();
        }
        return Optional.of(
                found.isEmpty()
                        ? "its file %s is not in %s".formatted(file, location)
                        : "its file %s in %s is empty".formatted(file, location));
    }

    /**
     * Returns the issue of a backup that has its own folder; empty if the folder is usable.
     *
     * @param listedPrefix prefix of the names of the sub-folders that were listed
     */
    Optional<String> folderIssue(String folder, String listedPrefix) {
        if (!read) {
            return Optional.empty();
        }
        boolean hasFiles = entries.keySet().stream().anyMatch(path -> path.startsWith(folder + "/"));
        var entry = entries.get(folder);
        if (hasFiles || (entry != null && entry.folder() && !folder.startsWith(listedPrefix))) {
            return Optional.empty();
        }
        return Optional.of(
                entry != null && entry.folder()
                        ? "its folder %s in %s is empty".formatted(folder, location)
                        : "its folder %s is not in %s".formatted(folder, location));
    }
}
