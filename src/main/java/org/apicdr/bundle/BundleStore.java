package org.apicdr.bundle;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/**
 * Where bundles lie: one folder for each subsystem. Nothing that was stored is ever overwritten. Every method throws a
 * {@link org.apicdr.core.ServiceException} with {@code STORE_UNAVAILABLE} where the store cannot be used, saying
 * what the operator can do about it.
 */
public interface BundleStore {

    /** The subsystems that have a folder on the store; empty where nothing was stored yet. */
    List<SubsystemRef> folders(Deadline deadline);

    /** The subsystems whose folders hold a file that is named as a bundle. */
    List<SubsystemRef> holding(BundleId id, Deadline deadline);

    /** What lies in a subsystem's folder; nothing where the folder does not exist. */
    FolderFiles list(SubsystemRef folder, Deadline deadline);

    /**
     * Lists a subsystem's folder and tells the version of the folder; empty if the folder has the known version.
     *
     * @param known the version of an earlier listing; empty to list the folder in any case
     */
    default Optional<FolderFiles> listIfChanged(SubsystemRef folder, Optional<FolderVersion> known, Deadline deadline) {
        return Optional.of(list(folder, deadline));
    }

    /**
     * Opens a file for reading from its start. Read failures come as {@link java.io.IOException}, as {@link
     * UnreadableFileException} where the store can be used but refuses the content of this file.
     *
     * @throws org.apicdr.core.ServiceException {@code BUNDLE_NOT_FOUND} where there is no such file; its cause is an
     *     {@link UnreadableFileException} where this file alone may not be opened
     */
    InputStream open(SubsystemRef folder, String fileName, Deadline deadline);

    /**
     * Begins to store a bundle before it is made: asks for a file without a name, and does not wait for it.
     *
     * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}; nothing was stored
     */
    Upload begin(SubsystemRef folder, Deadline deadline);

    /** Stores a bundle that is made already, as {@link Upload#publish} does. */
    default void publish(SubsystemRef folder, BundleId id, byte[] file, Deadline deadline) {
        try (var upload = begin(folder, deadline)) {
            upload.publish(id, file);
        }
    }

    /**
     * Removes a bundle's file and nothing else.
     *
     * @throws org.apicdr.core.ServiceException {@code BUNDLE_NOT_FOUND} where there is no such file,
     *     {@code STORE_APPEND_ONLY} where the account may not remove it
     */
    void delete(SubsystemRef folder, BundleId id, Deadline deadline);

    /** Puts an empty file beside the bundles, whose name remembers a verdict; it may be there already. */
    void remember(SubsystemRef folder, String verdict, Deadline deadline);

    /** Removes such files; those that the account may not remove stay. */
    void forget(SubsystemRef folder, List<String> verdicts, Deadline deadline);

    /** The path of a subsystem's folder on the server. */
    String path(SubsystemRef folder);

    /** Where a file of a folder lies, as {@code sftp://host:port/path}. */
    URI location(SubsystemRef folder, String fileName);

    /** Which server and account these are, as far as it is known without asking the server. */
    StoreAccount place();

    /** The host keys that this service trusts: known_hosts lines or {@code SHA256:} fingerprints. */
    List<String> hostKeys();

    /** A bundle that is being stored. */
    interface Upload extends AutoCloseable {

        /**
         * Stores the bundle so that its name appears only when all of it is durable.
         *
         * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}, its evidence telling whether the
         *     bundle was stored
         */
        void publish(BundleId id, byte[] file);

        /** Takes back what was begun and not published; never fails. */
        @Override
        void close();
    }

    /**
     * What lies in a folder.
     *
     * @param files its regular files, in no order
     * @param verdicts the names of the files that remember verdicts, in no order
     * @param version the version of the folder before it was listed; empty if it is unknown or was not asked for
     */
    record FolderFiles(List<StoredFile> files, List<String> verdicts, Optional<FolderVersion> version) {

        public FolderFiles {
            files = List.copyOf(files);
            verdicts = List.copyOf(verdicts);
        }

        public FolderFiles(List<StoredFile> files, List<String> verdicts) {
            this(files, verdicts, Optional.empty());
        }
    }

    /**
     * When names were last added to a folder or removed from it. Two changes within a second may give the same version.
     *
     * @param bundlesModified the modification time of the folder, in seconds
     * @param verdictsModified that of the folder of remembered verdicts; zero if there is none
     */
    record FolderVersion(long bundlesModified, long verdictsModified) {}

    /**
     * A regular file on the store.
     *
     * @param name its name, without a folder
     * @param sizeBytes its size in bytes
     */
    record StoredFile(String name, long sizeBytes) {}
}
