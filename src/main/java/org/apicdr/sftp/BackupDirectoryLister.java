package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apicdr.backup.BackupFolderListing.Entry;
import org.apicdr.sftp.connection.DirectoryBatchReader;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.EntryLimit;
import org.apicdr.sftp.connection.SftpRequests;

/** Lists a backup folder, and those of its folders in which a subsystem keeps its backups. */
final class BackupDirectoryLister {

    private static final int MAX_FOLDERS = 50;

    private static final int MAX_ENTRIES = 100_000;

    private final String path;
    private final String folders;

    /**
     * Creates a lister.
     *
     * @param folders the prefix of the names of its folders that are also listed; empty for none
     */
    BackupDirectoryLister(String path, String folders) {
        this.path = path;
        this.folders = folders;
    }

    List<Entry> read(SftpRequests requests) throws IOException {
        var limit = new EntryLimit(MAX_ENTRIES);
        var found =
                entries("", DirectoryReader.open(requests, path).readExisting().entries(limit));
        var names = newestFolders(found);
        var paths = names.stream().map(this::child).toList();
        var listed = DirectoryBatchReader.read(requests, paths, limit);
        for (int i = 0; i < names.size(); i++) {
            found.addAll(entries(names.get(i) + "/", listed.get(i)));
        }
        return found;
    }

    /** Returns the newest folders. Sorting by name works because the names end with a time or have equal lengths. */
    private List<String> newestFolders(List<Entry> entries) {
        return entries.stream()
                .filter(Entry::folder)
                .map(Entry::path)
                .filter(name -> !folders.isEmpty() && name.startsWith(folders))
                .sorted(Comparator.reverseOrder())
                .limit(MAX_FOLDERS)
                .toList();
    }

    private String child(String name) {
        return path.endsWith("/") ? path + name : path + "/" + name;
    }

    /** Returns the files and folders. Symbolic links are skipped, so none is followed. */
    private static List<Entry> entries(String start, List<DirectoryReader.Entry> listed) {
        var entries = new ArrayList<Entry>();
        for (var entry : listed) {
            if ((entry.regularFile() || entry.folder()) && isName(entry.name())) {
                entries.add(new Entry(start + entry.name(), entry.attributes().getSize(), entry.folder()));
            }
        }
        return entries;
    }

    /** Returns whether a name is safe to use. A server may send any text as a name. */
    private static boolean isName(String name) {
        return !name.contains("/") && name.chars().noneMatch(Character::isISOControl);
    }
}
