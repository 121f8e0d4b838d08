package org.apicdr.sftp;

import java.io.IOException;
import java.util.List;
import org.apicdr.bundle.BundleStore.FolderFiles;
import org.apicdr.bundle.BundleStore.StoredFile;

/** Lists the bundles and the remembered verdicts of a subsystem together, so that both cost the waits of one. */
final class SubsystemListing {

    private final String folder;

    SubsystemListing(String folder) {
        this.folder = folder;
    }

    FolderFiles read(SftpRequests requests) throws IOException {
        var bundles = FolderListing.open(requests, folder);
        var verdicts =
                FolderListing.open(requests, StoreLayout.verified(folder)).readIfAllowed();
        try {
            bundles.read();
        } catch (Refusal e) {
            verdicts.close();
            throw e;
        }
        FolderListing.readTogether(bundles, verdicts);
        var files = files(bundles).stream()
                .map(file -> new StoredFile(file.name(), file.attributes().getSize()))
                .toList();
        return new FolderFiles(
                files, files(verdicts).stream().map(FolderListing.Entry::name).toList());
    }

    private static List<FolderListing.Entry> files(FolderListing listing) throws IOException {
        return listing.entries().stream()
                .filter(FolderListing.Entry::regularFile)
                .toList();
    }
}
