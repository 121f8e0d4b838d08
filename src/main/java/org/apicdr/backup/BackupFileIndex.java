package org.apicdr.backup;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.subsystem.SubsystemComponent;

/** The folder where the backups of a component lie, and how to speak of it; where it could not be read, it speaks against nothing. */
final class BackupFileIndex {

    private final Map<String, BackupFolderListing.Entry> entries;
    private final boolean read;
    private final String place;

    private BackupFileIndex(Map<String, BackupFolderListing.Entry> entries, boolean read, String place) {
        this.entries = entries;
        this.read = read;
        this.place = place;
    }

    static BackupFileIndex of(SubsystemComponent subsystemComponent, BackupFolderListing folder) {
        var backup = subsystemComponent.backup();
        var place = "%s on %s"
                .formatted(backup.path("path").asText(), backup.path("host").asText());
        if (folder instanceof BackupFolderListing.Read found) {
            var entries = found.entries().stream()
                    .collect(Collectors.toMap(
                            BackupFolderListing.Entry::path, Function.identity(), (one, other) -> one));
            return new BackupFileIndex(entries, true, place);
        }
        return new BackupFileIndex(Map.of(), false, place);
    }

    boolean read() {
        return read;
    }

    /** Such as {@code /backups on sftp.example.com}. */
    String place() {
        return place;
    }

    Collection<BackupFolderListing.Entry> entries() {
        return entries.values();
    }

    /** What speaks against a backup that is one file, which may lie at any of some paths. */
    Optional<String> doubt(String file, String... paths) {
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
                        ? "its file %s is not in %s".formatted(file, place)
                        : "its file %s in %s is empty".formatted(file, place));
    }

    /**
     * What speaks against a backup that is in a folder of its own.
     *
     * @param lookedInto the beginning of the names of the folders that were looked into
     */
    Optional<String> folderDoubt(String folder, String lookedInto) {
        if (!read) {
            return Optional.empty();
        }
        boolean filled = entries.keySet().stream().anyMatch(path -> path.startsWith(folder + "/"));
        var entry = entries.get(folder);
        if (filled || (entry != null && entry.folder() && !folder.startsWith(lookedInto))) {
            return Optional.empty();
        }
        return Optional.of(
                entry != null && entry.folder()
                        ? "its folder %s in %s is empty".formatted(folder, place)
                        : "its folder %s is not in %s".formatted(folder, place));
    }
}
