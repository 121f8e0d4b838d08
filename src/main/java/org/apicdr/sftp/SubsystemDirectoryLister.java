package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import org.apicdr.bundle.BundleId;
import org.apicdr.sftp.connection.DirectoryBatchReader;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.EntryLimit;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;
import org.apicdr.subsystem.SubsystemRef;

/** Finds the folders of all subsystems of a site. */
final class SubsystemDirectoryLister {

    private final StoreLayout layout;

    SubsystemDirectoryLister(StoreLayout layout) {
        this.layout = layout;
    }

    List<SubsystemRef> find(SftpRequests requests) throws IOException {
        var namespaces = namespaces(requests);
        var paths = namespaces.stream()
                .map(namespace -> layout.siteFolder() + "/" + namespace)
                .toList();
        var listed = DirectoryBatchReader.read(requests, paths, EntryLimit.none());
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
        var clusters = id.clusters();
        var candidates = new ArrayList<Candidate>();
        for (var namespace : namespaces(requests)) {
            for (var cluster : clusters) {
                candidates.add(new Candidate(requests, new SubsystemRef(namespace, cluster), id));
            }
        }
        var found = new ArrayList<SubsystemRef>();
        for (var candidate : candidates) {
            if (candidate.holds()) {
                found.add(candidate.ref);
            }
        }
        return found;
    }

    private List<String> namespaces(SftpRequests requests) throws IOException {
        return DirectoryReader.open(requests, layout.siteFolder()).read().entries().stream()
                .filter(DirectoryReader.Entry::folder)
                .map(DirectoryReader.Entry::name)
                .filter(SubsystemRef::isNamespace)
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
}
