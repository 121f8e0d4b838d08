package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.subsystem.SubsystemRef;

/** Finds the folders of all subsystems of a site. */
final class SubsystemFolders {

    /** Servers limit how many handles a session may hold. */
    private static final int TOGETHER = 32;

    private final StoreLayout layout;

    SubsystemFolders(StoreLayout layout) {
        this.layout = layout;
    }

    List<SubsystemRef> find(SftpRequests requests) throws IOException {
        var namespaces = folders(requests, layout.siteFolder()).stream()
                .filter(SubsystemRef::isNamespace)
                .toList();
        var found = new ArrayList<SubsystemRef>();
        for (int from = 0; from < namespaces.size(); from += TOGETHER) {
            var some = namespaces.subList(from, Math.min(from + TOGETHER, namespaces.size()));
            found.addAll(find(requests, some));
        }
        return found;
    }

    private List<SubsystemRef> find(SftpRequests requests, List<String> namespaces) throws IOException {
        var listings = new ArrayList<FolderListing>();
        for (var namespace : namespaces) {
            listings.add(FolderListing.open(requests, layout.siteFolder() + "/" + namespace));
        }
        for (var listing : listings) {
            listing.read();
        }
        var found = new ArrayList<SubsystemRef>();
        for (int i = 0; i < listings.size(); i++) {
            var namespace = namespaces.get(i);
            listings.get(i).entries().stream()
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
