package org.apicdr.sftp;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.FolderFiles;
import org.apicdr.bundle.BundleStore.FolderVersion;
import org.apicdr.bundle.BundleStore.StoredFile;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.DirectoryReader.EntryLimit;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;
import org.apicdr.subsystem.SubsystemRef;

/** Lists the folders of the store: which subsystems have one, and what one contains. */
final class StoreDirectoryLister {

    /** The number of folders whose attributes are requested in parallel. */
    private static final int BATCH_SIZE = 256;

    private final StoreLayout layout;
    private final int maxEntries;

    /** @param maxEntries the maximum number of entries of a folder */
    StoreDirectoryLister(StoreLayout layout, int maxEntries) {
        this.layout = layout;
        this.maxEntries = maxEntries;
    }

    /** Returns the subsystems that have a folder. */
    List<SubsystemRef> find(SftpRequests requests) throws IOException {
        var namespaces = namespaces(requests);
        var paths = namespaces.stream()
                .map(namespace -> layout.siteFolder() + "/" + namespace)
                .toList();
        var limit = new EntryLimit(
                maxEntries, "The folder %s on the SFTP server %s".formatted(layout.siteFolder(), requests.server()));
        var listed = DirectoryReader.readAll(requests, paths, limit);
        var found = new ArrayList<SubsystemRef>();
        for (int i = 0; i < namespaces.size(); i++) {
            var namespace = namespaces.get(i);
            listed.get(i).stream()
                    .filter(entry -> entry.folder() && SubsystemRef.isName(entry.name()))
                    .forEach(entry -> found.add(new SubsystemRef(namespace, entry.name())));
        }
        return found;
    }

    /**
     * Returns the subsystems that hold a bundle. The bundle id determines the possible cluster names, so only the
     * folder of the site is listed.
     */
    List<SubsystemRef> holding(SftpRequests requests, BundleId id) throws IOException {
        var refs = namespaces(requests).stream()
                .flatMap(namespace -> id.clusters().stream().map(cluster -> new SubsystemRef(namespace, cluster)))
                .toList();
        var found = new ArrayList<SubsystemRef>();
        for (int from = 0; from < refs.size(); from += BATCH_SIZE) {
            var candidates = new ArrayList<Candidate>();
            for (var ref : refs.subList(from, Math.min(from + BATCH_SIZE, refs.size()))) {
                candidates.add(new Candidate(requests, ref, id));
            }
            for (var candidate : candidates) {
                if (candidate.holds()) {
                    found.add(candidate.ref);
                }
            }
        }
        return found;
    }

    /** Lists the bundles and the verdict markers of a subsystem in parallel. */
    FolderFiles list(SftpRequests requests, SubsystemRef subsystem) throws IOException {
        var folder = layout.folder(subsystem);
        return read(
                DirectoryReader.open(requests, folder),
                DirectoryReader.open(requests, StoreLayout.verified(folder)),
                Optional.empty());
    }

    /** Lists a subsystem's folder with its version. Returns empty if the version equals {@code known}. */
    Optional<FolderFiles> listIfChanged(SftpRequests requests, SubsystemRef subsystem, Optional<FolderVersion> known)
            throws IOException {
        var folder = layout.folder(subsystem);
        if (known.isPresent() && known.equals(new Versions(requests, folder).version())) {
            return Optional.empty();
        }
        var versions = new Versions(requests, folder);
        var bundles = DirectoryReader.open(requests, folder);
        var verdicts = DirectoryReader.open(requests, StoreLayout.verified(folder));
        var version = versions.version(); // before requesting names, so that it includes no later change
        return Optional.of(read(bundles, verdicts, version));
    }

    private List<String> namespaces(SftpRequests requests) throws IOException {
        return DirectoryReader.open(requests, layout.siteFolder()).read().entries().stream()
                .filter(DirectoryReader.Entry::folder)
                .map(DirectoryReader.Entry::name)
                .filter(SubsystemRef::isNamespace)
                .toList();
    }

    private FolderFiles read(DirectoryReader bundles, DirectoryReader verdicts, Optional<FolderVersion> version)
            throws IOException {
        verdicts.readIfAllowed();
        try {
            bundles.read();
        } catch (SftpStatusException e) {
            verdicts.close();
            throw e;
        }
        boolean whole = DirectoryReader.readTogether(bundles, verdicts, maxEntries);
        var files =
                files(bundles).stream().map(StoreDirectoryLister::storedFile).toList();
        return new FolderFiles(
                files, files(verdicts).stream().map(DirectoryReader.Entry::name).toList(), version, !whole);
    }

    private static StoredFile storedFile(DirectoryReader.Entry entry) {
        var attributes = entry.attributes();
        var modified = attributes.has(FileAttributes.Flag.ACMODTIME)
                ? Optional.of(Instant.ofEpochSecond(attributes.getMtime()))
                : Optional.<Instant>empty();
        return new StoredFile(entry.name(), attributes.getSize(), modified);
    }

    private static List<DirectoryReader.Entry> files(DirectoryReader listing) throws IOException {
        return listing.entries().stream()
                .filter(DirectoryReader.Entry::regularFile)
                .toList();
    }

    /** A folder that may hold a bundle. The attributes of the folder and of the bundle are requested in parallel. */
    private final class Candidate {

        private final SubsystemRef ref;
        private final PendingReply folder;
        private final PendingReply file;

        Candidate(SftpRequests requests, SubsystemRef ref, BundleId id) throws IOException {
            this.ref = ref;
            this.folder = requests.ownAttributes(layout.folder(ref));
            this.file = requests.ownAttributes(layout.file(ref, id.fileName()));
        }

        boolean holds() throws IOException {
            return exists(folder, FileMode.Type.DIRECTORY) && exists(file, FileMode.Type.REGULAR);
        }

        private static boolean exists(PendingReply pendingReply, FileMode.Type type) throws IOException {
            try {
                return pendingReply
                                .packet(PacketType.ATTRS)
                                .readFileAttributes()
                                .getType()
                        == type;
            } catch (SftpStatusException e) {
                if (e.absent()) {
                    return false;
                }
                throw e;
            }
        }
    }

    /** The modification times of both folders, requested in parallel. */
    private static final class Versions {

        private final PendingReply bundles;
        private final PendingReply verdicts;

        Versions(SftpRequests requests, String folder) throws IOException {
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
