package org.apicdr.sftp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.sftp.PacketType;
import org.apicdr.bundle.BundleStore.FolderFiles;
import org.apicdr.bundle.BundleStore.FolderVersion;
import org.apicdr.bundle.BundleStore.StoredFile;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;

/** Lists the bundles and the remembered verdicts of a subsystem in parallel. */
final class SubsystemListing {

    private final String folder;

    SubsystemListing(String folder) {
        this.folder = folder;
    }

    FolderFiles read(SftpRequests requests) throws IOException {
        return read(
                DirectoryReader.open(requests, folder),
                DirectoryReader.open(requests, StoreLayout.verified(folder)),
                Optional.empty());
    }

    /** Returns the files with the folder's version; empty if the version equals {@code known}. */
    Optional<FolderFiles> readIfChanged(SftpRequests requests, Optional<FolderVersion> known) throws IOException {
        if (known.isPresent() && known.equals(new Versions(requests).version())) {
            return Optional.empty();
        }
        var versions = new Versions(requests);
        var bundles = DirectoryReader.open(requests, folder);
        var verdicts = DirectoryReader.open(requests, StoreLayout.verified(folder));
        var version = versions.version(); // before requesting names, so that it includes no later change
        return Optional.of(read(bundles, verdicts, version));
    }

    private static FolderFiles read(DirectoryReader bundles, DirectoryReader verdicts, Optional<FolderVersion> version)
            throws IOException {
        verdicts.readIfAllowed();
        try {
            bundles.read();
        } catch (SftpStatusException e) {
            verdicts.close();
            throw e;
        }
        DirectoryReader.readTogether(bundles, verdicts);
        var files = files(bundles).stream()
                .map(file -> new StoredFile(file.name(), file.attributes().getSize()))
                .toList();
        return new FolderFiles(
                files, files(verdicts).stream().map(DirectoryReader.Entry::name).toList(), version);
    }

    private static List<DirectoryReader.Entry> files(DirectoryReader listing) throws IOException {
        return listing.entries().stream()
                .filter(DirectoryReader.Entry::regularFile)
                .toList();
    }

    /** The modification times of both folders, requested in parallel. */
    private final class Versions {

        private final PendingReply bundles;
        private final PendingReply verdicts;

        Versions(SftpRequests requests) throws IOException {
            this.bundles = requests.attributes(folder);
            this.verdicts = requests.attributes(StoreLayout.verified(folder));
        }

        /** Waits for both; empty if the server does not report them. */
        Optional<FolderVersion> version() throws IOException {
            try {
                var modified = modified(bundles);
                return modified > 0 ? Optional.of(new FolderVersion(modified, verdictsModified())) : Optional.empty();
            } catch (SftpStatusException e) {
                return Optional.empty();
            }
        }

        private long verdictsModified() throws IOException {
            try {
                return modified(verdicts);
            } catch (SftpStatusException e) {
                if (e.absent()) {
                    return 0;
                }
                throw e;
            }
        }

        private static long modified(PendingReply pendingReply) throws IOException {
            return pendingReply.packet(PacketType.ATTRS).readFileAttributes().getMtime();
        }
    }
}
