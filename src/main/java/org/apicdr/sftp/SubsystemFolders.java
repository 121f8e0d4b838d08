package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.subsystem.SubsystemRef;

/** Finds the folders of all subsystems of a site. */
final class SubsystemFolders {

    private final StoreLayout layout;

    SubsystemFolders(StoreLayout layout) {
        this.layout = layout;
    }

    List<SubsystemRef> find(SftpRequests requests) throws IOException {
        var namespaces = folders(requests, layout.siteFolder()).stream()
                .filter(SubsystemRef::isNamespace)
                .toList();
        var paths = namespaces.stream()
                .map(namespace -> layout.siteFolder() + "/" + namespace)
                .toList();
        var listed = FolderListings.read(requests, paths, EntryLimit.none());
        var found = new ArrayList<SubsystemRef>();
        for (int i = 0; i < namespaces.size(); i++) {
            var namespace = namespaces.get(i);
            listed.get(i).stream()
                    .filter(entry -> entry.folder() && SubsystemRef.isName(entry.name()))
                    .forEach(entry -> found.add(new SubsystemRef(namespace, entry.name())));
        }
        return found;
    }

    private static List<String> folders(SftpRequests requests, String path) throws IOException {
        return FolderListing.open(requests, path).read().entries().stream()
                .filter(FolderListing.Entry::folder)
                .map(FolderListing.Entry::name)
                .toList();
    }
}
