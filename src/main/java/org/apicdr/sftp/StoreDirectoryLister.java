package org.apicdr.sftp;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileAttributes.Flag;
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

/**
 * Lists the folders of the store: which subsystems have one, and what one contains. Thread-safe.
 *
 * <p>An entry whose type the server tells neither in its attributes nor in the line of the listing counts as what its name
 * says: a bundle's name is a file, the name of a namespace or a cluster is a folder if it can be listed.
 */
final class StoreDirectoryLister {

    /** The number of files or folders whose attributes are requested in parallel. */
    private static final int BATCH_SIZE = 256;

    /** The number of files that are remembered, in all folders. Any number of folders can be planted. */
    private static final int MAX_REMEMBERED = 50_000;

    /** Stands for attributes that the server refused to return, for example because the file was removed after it was listed. */
    private static final FileAttributes REFUSED = new FileAttributes.Builder().build();

    private final StoreLayout layout;
    private final int maxEntries;
    private final AtomicBoolean typesLogged = new AtomicBoolean();

    /** The files in the folders that were listed last. Opening a file that is not among them costs one more wait. */
    private final Map<SubsystemRef, Set<String>> listed = Caffeine.newBuilder()
            .maximumWeight(MAX_REMEMBERED)
            .weigher((SubsystemRef folder, Set<String> names) -> names.size() + 1)
            .executor(Runnable::run)
            .build()
            .asMap();

    private volatile Optional<String> siteMissing = Optional.empty();

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
        var entries = DirectoryReader.readAll(requests, paths, limit(requests, layout.siteFolder()));
        var found = new ArrayList<SubsystemRef>();
        for (int i = 0; i < namespaces.size(); i++) {
            var namespace = namespaces.get(i);
            folders(requests, paths.get(i), entries.get(i), SubsystemRef::isName)
                    .forEach(cluster -> found.add(new SubsystemRef(namespace, cluster)));
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
        try {
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
        } catch (SftpStatusException e) {
            if (!e.ambiguous()) {
                throw e;
            }
            return listHolding(requests, id); // some servers answer so if a file is missing
        }
        for (var ref : found) {
            if (!wasListed(ref, id.fileName())) {
                listed.merge(ref, Set.of(id.fileName()), StoreDirectoryLister::union);
            }
        }
        return found;
    }

    private List<SubsystemRef> listHolding(SftpRequests requests, BundleId id) throws IOException {
        var clusters = id.clusters();
        var found = new ArrayList<SubsystemRef>();
        for (var ref : find(requests)) {
            if (clusters.contains(ref.cluster()) && holds(requests, ref, id)) {
                found.add(ref);
            }
        }
        return found;
    }

    private boolean holds(SftpRequests requests, SubsystemRef ref, BundleId id) throws IOException {
        return DirectoryReader.open(requests, layout.folder(ref))
                .read()
                .entries(limit(requests, layout.folder(ref)))
                .stream()
                .anyMatch(entry -> entry.name().equals(id.fileName()) && (entry.regularFile() || entry.unknown()));
    }

    private EntryLimit limit(SftpRequests requests, String folder) {
        return new EntryLimit(maxEntries, "The folder %s on the SFTP server %s".formatted(folder, requests.server()));
    }

    /** Lists the bundles and the verdict markers of a subsystem in parallel. */
    FolderFiles list(SftpRequests requests, SubsystemRef subsystem) throws IOException {
        var folder = layout.folder(subsystem);
        return read(
                requests,
                subsystem,
                DirectoryReader.open(requests, folder),
                DirectoryReader.open(requests, StoreLayout.verified(folder)),
                Optional.empty());
    }

    /** Returns the names of the identity proofs of the site. */
    List<String> identityProofs(SftpRequests requests) throws IOException {
        var folder = layout.identityProofs();
        return read(requests, DirectoryReader.open(requests, folder), folder).entries(limit(requests, folder)).stream()
                .map(DirectoryReader.Entry::name)
                .toList();
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
        return Optional.of(read(requests, subsystem, bundles, verdicts, version));
    }

    /** Returns whether the file was regular when the folder was listed. */
    boolean wasListed(SubsystemRef subsystem, String fileName) {
        return listed.getOrDefault(subsystem, Set.of()).contains(fileName);
    }

    /** Returns a sentence if this site had no folder when it was last needed, although other sites had one. */
    Optional<String> siteMissing() {
        return siteMissing;
    }

    private List<String> namespaces(SftpRequests requests) throws IOException {
        var site = layout.siteFolder();
        var reader = DirectoryReader.open(requests, site);
        return folders(requests, site, read(requests, reader, site).entries(), SubsystemRef::isNamespace);
    }

    /** Returns the names of the folders among the entries. Those of unknown type are folders if they can be opened. */
    private List<String> folders(
            SftpRequests requests, String parent, List<DirectoryReader.Entry> entries, Predicate<String> isName)
            throws IOException {
        var named = entries.stream().filter(entry -> isName.test(entry.name())).toList();
        var unknown = named.stream()
                .filter(DirectoryReader.Entry::unknown)
                .map(entry -> parent + "/" + entry.name())
                .toList();
        logTypes(requests, entries);
        var opened = DirectoryReader.folders(requests, unknown);
        return named.stream()
                .filter(entry -> entry.folder() || opened.contains(parent + "/" + entry.name()))
                .map(DirectoryReader.Entry::name)
                .toList();
    }

    private FolderFiles read(
            SftpRequests requests,
            SubsystemRef subsystem,
            DirectoryReader bundles,
            DirectoryReader verdicts,
            Optional<FolderVersion> version)
            throws IOException {
        var folder = layout.folder(subsystem);
        boolean verdictsRefused = false;
        try {
            verdicts.readExisting();
        } catch (SftpStatusException e) {
            verdictsRefused = e.maySucceedAlone();
        }
        var existing = read(requests, bundles, folder, verdicts);
        boolean exists = existing.opened();
        DirectoryReader.readTogether(existing, verdicts, maxEntries);
        var files = files(requests, subsystem, existing.entries());
        var markers = verdictsRefused && exists
                ? DirectoryReader.open(requests, StoreLayout.verified(folder))
                        .readIfAllowed()
                        .readOrDiscard(maxEntries)
                : verdicts;
        var names = markers.entries().stream()
                .filter(entry -> entry.regularFile() || entry.unknown())
                .map(DirectoryReader.Entry::name)
                .toList();
        return new FolderFiles(files, names, version, !markers.complete());
    }

    /**
     * Requests the names in a folder. One that is missing is empty. One that is refused is requested again when the others
     * are closed.
     *
     * @param others readers of other folders that may be open
     */
    private DirectoryReader read(
            SftpRequests requests, DirectoryReader reader, String folder, DirectoryReader... others)
            throws IOException {
        try {
            reader.readExisting();
            siteMissing = Optional.empty();
            return reader;
        } catch (SftpStatusException e) {
            boolean othersOpen = Arrays.stream(others).anyMatch(DirectoryReader::opened);
            closeAll(others);
            if (isMissing(requests, folder)) {
                return reader;
            }
            if (!othersOpen || !e.maySucceedAlone()) {
                throw e;
            }
            return DirectoryReader.open(requests, folder).readExisting();
        }
    }

    private void closeAll(DirectoryReader... readers) throws IOException {
        for (var reader : readers) {
            var unused = reader.readOrDiscard(maxEntries).entries();
        }
    }

    /** Returns whether a folder of the store is missing. Fails if the path of the store is. */
    private boolean isMissing(SftpRequests requests, String folder) throws IOException {
        var missing = new DirectoryCreator(requests, layout.path(), folder).find();
        if (missing.contains(layout.siteFolder())) {
            noteSite(requests);
        }
        return !missing.isEmpty();
    }

    private void noteSite(SftpRequests requests) throws IOException {
        var before = siteMissing;
        siteMissing = otherSites(requests)
                .map(names ->
                        ("%s has no folder for the site '%s' (apic-dr.site) on the SFTP server %s, but for: %s. If the"
                                        + " site is mistyped, correct it. Otherwise the first capture creates its folder.")
                                .formatted(layout.displayPath(), layout.site(), requests.server(), names));
        siteMissing.filter(sentence -> !before.equals(siteMissing)).ifPresent(Log::warn);
    }

    private Optional<String> otherSites(SftpRequests requests) throws IOException {
        try {
            return DirectoryCreator.namesIn(requests, layout.path());
        } catch (SftpStatusException e) {
            Log.debug(e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Returns the files among the entries. If the listing does not tell the type or the size of a bundle, its attributes are
     * requested, unless those of the first one do not tell either.
     */
    private List<StoredFile> files(SftpRequests requests, SubsystemRef subsystem, List<DirectoryReader.Entry> entries)
            throws IOException {
        var files = new ArrayList<StoredFile>();
        var incomplete = new ArrayList<String>();
        for (var entry : entries) {
            boolean complete = entry.regularFile() && entry.attributes().has(Flag.SIZE);
            if (!complete
                    && (entry.regularFile() || entry.unknown())
                    && BundleId.inFolder(subsystem.cluster(), entry.name()).isPresent()) {
                incomplete.add(entry.name());
            } else if (entry.regularFile()) {
                files.add(storedFile(entry.name(), entry.attributes()));
            }
        }
        if (!incomplete.isEmpty()) {
            files.addAll(askForAttributes(requests, subsystem, incomplete));
        }
        logTypes(requests, entries);
        remember(subsystem, files);
        return files;
    }

    private List<StoredFile> askForAttributes(SftpRequests requests, SubsystemRef subsystem, List<String> names)
            throws IOException {
        var files = new ArrayList<StoredFile>();
        var first = attributes(requests.ownAttributes(layout.file(subsystem, names.get(0))));
        boolean telling = first == REFUSED || first.has(Flag.SIZE) || first.getType() != FileMode.Type.UNKNOWN;
        addFile(files, names.get(0), first);
        var others = names.subList(1, names.size());
        for (int from = 0; from < others.size(); from += BATCH_SIZE) {
            var batch = others.subList(from, Math.min(from + BATCH_SIZE, others.size()));
            var replies = new ArrayList<PendingReply>();
            for (var name : telling ? batch : List.<String>of()) {
                replies.add(requests.ownAttributes(layout.file(subsystem, name)));
            }
            for (int i = 0; i < batch.size(); i++) {
                addFile(files, batch.get(i), telling ? attributes(replies.get(i)) : FileAttributes.EMPTY);
            }
        }
        return files;
    }

    private static FileAttributes attributes(PendingReply reply) throws IOException {
        try {
            return reply.packet(PacketType.ATTRS).readFileAttributes();
        } catch (SftpStatusException e) {
            return REFUSED;
        }
    }

    private static void addFile(List<StoredFile> files, String name, FileAttributes attributes) {
        if (attributes.getType() == FileMode.Type.REGULAR || attributes.getType() == FileMode.Type.UNKNOWN) {
            files.add(storedFile(name, attributes));
        }
    }

    private static StoredFile storedFile(String name, FileAttributes attributes) {
        var modified = attributes.has(Flag.ACMODTIME)
                ? Optional.of(Instant.ofEpochSecond(attributes.getMtime()))
                : Optional.<Instant>empty();
        return new StoredFile(name, attributes.getSize(), modified);
    }

    private void remember(SubsystemRef subsystem, List<StoredFile> files) {
        if (files.isEmpty()) {
            listed.remove(subsystem);
        } else {
            listed.put(subsystem, files.stream().map(StoredFile::name).collect(Collectors.toUnmodifiableSet()));
        }
    }

    private static Set<String> union(Set<String> names, Set<String> more) {
        return Stream.concat(names.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private void logTypes(SftpRequests requests, List<DirectoryReader.Entry> entries) {
        boolean untold = entries.stream().anyMatch(entry -> entry.attributes().getType() == FileMode.Type.UNKNOWN);
        if (untold && typesLogged.compareAndSet(false, true)) {
            Log.infof(
                    "The SFTP server %s does not tell the types of files in their attributes. If its listings do not tell"
                            + " them either, a file with the name of a bundle counts as a bundle if it can be opened",
                    requests.server());
        }
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

        /** A type that the server does not tell counts as the expected one. */
        private static boolean exists(PendingReply pendingReply, FileMode.Type expected) throws IOException {
            try {
                var type = pendingReply
                        .packet(PacketType.ATTRS)
                        .readFileAttributes()
                        .getType();
                return type == expected || type == FileMode.Type.UNKNOWN;
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
