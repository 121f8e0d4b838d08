package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apicdr.backup.BackupFolderListing.Entry;

/** Lists a folder of backups, and those of its folders that a subsystem keeps its backups in. */
final class BackupDirectoryLister {

    private static final int MOST_FOLDERS = 50;

    private static final int MOST_ENTRIES = 100_000;

    private final String path;
    private final String folders;

    /**
     * A listing to come.
     *
     * @param folders the beginning of the names of the folders in it that are listed, too; empty for none
     */
    BackupDirectoryLister(String path, String folders) {
        this.path = path;
        this.folders = folders;
    }

    List<Entry> read(SftpRequests requests) throws IOException {
        var limit = new EntryLimit(MOST_ENTRIES);
        var found =
                entries("", DirectoryReader.open(requests, path).readOrRefuse().entries(limit));
        var names = chosen(found);
        var paths = names.stream().map(this::child).toList();
        var listed = DirectoryBatchReader.read(requests, paths, limit);
        for (int i = 0; i < names.size(); i++) {
            found.addAll(entries(names.get(i) + "/", listed.get(i)));
        }
        return found;
    }

    /** The newest of the folders, as their names end with a time or are all of one length. */
    private List<String> chosen(List<Entry> entries) {
        return entries.stream()
                .filter(Entry::folder)
                .map(Entry::path)
                .filter(name -> !folders.isEmpty() && name.startsWith(folders))
                .sorted(Comparator.reverseOrder())
                .limit(MOST_FOLDERS)
                .toList();
    }

    private String child(String name) {
        return path.endsWith("/") ? path + name : path + "/" + name;
    }

    /** A symbolic link is neither a file nor a folder here, so none is followed. */
    private static List<Entry> entries(String start, List<DirectoryReader.Entry> listed) {
        var entries = new ArrayList<Entry>();
        for (var entry : listed) {
            if ((entry.regularFile() || entry.folder()) && isName(entry.name())) {
                entries.add(new Entry(start + entry.name(), entry.attributes().getSize(), entry.folder()));
            }
        }
        return entries;
    }

    /** A server may send anything as a name. */
    private static boolean isName(String name) {
        return !name.contains("/") && name.chars().noneMatch(Character::isISOControl);
    }
}
