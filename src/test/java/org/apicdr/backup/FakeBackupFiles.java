package org.apicdr.backup;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apicdr.backup.BackupFolderListing.Entry;
import org.apicdr.core.Deadline;

/** Stands in for the servers of backups: knows folders by their path, and fails where it knows none. */
public final class FakeBackupFiles implements BackupFolderLister {

    private final Map<String, BackupFolderListing> folders = new ConcurrentHashMap<>();
    private final List<BackupLocation> asked = new CopyOnWriteArrayList<>();

    /** Puts a folder there, of files of one byte; those that end in a slash are folders. */
    public FakeBackupFiles with(String path, String... names) {
        var entries = List.of(names).stream()
                .map(name -> name.endsWith("/")
                        ? new Entry(name.substring(0, name.length() - 1), 0, true)
                        : new Entry(name, name.contains("empty:") ? 0 : 1, false))
                .map(entry -> new Entry(entry.path().replace("empty:", ""), entry.sizeBytes(), entry.folder()))
                .toList();
        return with(path, new BackupFolderListing.Read(entries, "SHA256:fake", "account"));
    }

    public FakeBackupFiles with(String path, BackupFolderListing folder) {
        folders.put(path, folder);
        return this;
    }

    List<BackupLocation> asked() {
        return asked;
    }

    @Override
    public BackupFolderListing list(BackupLocation location, Deadline deadline) {
        asked.add(location);
        return folders.getOrDefault(location.path(), new BackupFolderListing.Failed("no such folder"));
    }
}
