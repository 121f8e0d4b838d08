package org.apicdr.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/**
 * Stores bundles in one folder for each subsystem and never overwrites a file. If the store cannot be used, every
 * method throws a {@link org.apicdr.core.ServiceException} with {@code STORE_UNAVAILABLE} whose message tells the
 * operator what to do.
 */
public interface BundleStore {

    /** Returns the subsystems that have a folder on the store, or an empty list if nothing was stored yet. */
    List<SubsystemRef> folders(Deadline deadline);

    /**
     * Returns a sentence if this site had no folder when the store was last listed, although other sites had one: its name
     * may be mistyped.
     */
    default Optional<String> siteMissing() {
        return Optional.empty();
    }

    /** Returns the subsystems whose folder contains a file with the name of a bundle. */
    List<SubsystemRef> holding(BundleId id, Deadline deadline);

    /**
     * Lists the files of a subsystem's folder. The listing is empty if the folder does not exist.
     *
     * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}; its cause is a {@link TooManyFilesException} if
     *     the folder has more entries than are read
     */
    FolderFiles list(SubsystemRef folder, Deadline deadline);

    /**
     * Lists a subsystem's folder together with its version. Returns empty if the folder still has the known version.
     *
     * @param known the version of an earlier listing; empty to list the folder in any case
     */
    default Optional<FolderFiles> listIfChanged(SubsystemRef folder, Optional<FolderVersion> known, Deadline deadline) {
        return Optional.of(list(folder, deadline));
    }

    /**
     * Opens a file for reading from its start. The stream throws {@link IOException} if reading fails, and
     * {@link UnreadableFileException} if the store works but denies the content of this file.
     *
     * @throws org.apicdr.core.ServiceException {@code BUNDLE_NOT_FOUND} if there is no such file; its cause is an
     *     {@link UnreadableFileException} if only this file cannot be opened
     */
    InputStream open(SubsystemRef folder, String fileName, Deadline deadline);

    /**
     * Starts an upload before the bundle exists: requests a part file and does not wait for it.
     *
     * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}; nothing was stored
     */
    Upload begin(SubsystemRef folder, Deadline deadline);

    /** Stores a complete bundle, as {@link Upload#publish} does. */
    default void publish(SubsystemRef folder, BundleId id, byte[] file, Deadline deadline) {
        try (var upload = begin(folder, deadline)) {
            upload.publish(id, file);
        }
    }

    /**
     * Deletes a bundle's file.
     *
     * @throws org.apicdr.core.ServiceException {@code BUNDLE_NOT_FOUND} if there is no such file, {@code
     *     STORE_APPEND_ONLY} if the account has no permission to delete it
     */
    void delete(SubsystemRef folder, BundleId id, Deadline deadline);

    /** Creates an empty file whose name is a verdict marker. Does nothing if the file exists. */
    void remember(SubsystemRef folder, String verdict, Deadline deadline);

    /** Deletes verdict markers. Skips those that the account has no permission to delete. */
    void forget(SubsystemRef folder, List<String> verdicts, Deadline deadline);

    /** Returns the names of the identity proofs of this site, see {@link IdentityProofStore}. */
    List<String> identityProofs(Deadline deadline);

    /** Creates an empty file whose name is an identity proof. Does nothing if the file exists. */
    void rememberIdentityProof(String name, Deadline deadline);

    /** Returns the path of a subsystem's folder on the server. */
    String path(SubsystemRef folder);

    /** Returns the address of a file, {@code sftp://host:port/path}. */
    URI location(SubsystemRef folder, String fileName);

    /** Returns the server and account of the store, without contacting the server. */
    StoreAccount account();

    /** Returns the trusted host keys: known_hosts lines or {@code SHA256:} fingerprints. */
    List<String> hostKeys();

    /** An upload in progress. */
    interface Upload extends AutoCloseable {

        /**
         * Stores the bundle. Its name appears only when the whole file is durable.
         *
         * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}; its details tell whether the bundle was
         *     stored
         */
        void publish(BundleId id, byte[] file);

        /** Aborts the upload if it was not published. Never fails. */
        @Override
        void close();
    }

    /**
     * The contents of a folder.
     *
     * @param files its regular files, unordered
     * @param verdicts the names of the verdict markers, unordered
     * @param version the version of the folder before it was listed; empty if it is unknown or was not asked for
     * @param tooManyVerdicts whether there are more verdict markers than are read; none is listed then
     */
    record FolderFiles(
            List<StoredFile> files, List<String> verdicts, Optional<FolderVersion> version, boolean tooManyVerdicts) {

        public FolderFiles {
            files = List.copyOf(files);
            verdicts = List.copyOf(verdicts);
        }

        public FolderFiles(List<StoredFile> files, List<String> verdicts) {
            this(files, verdicts, Optional.empty(), false);
        }
    }

    /**
     * The time when a name was last added to a folder or removed from it. Two changes within a second may give the same
     * version.
     *
     * @param bundlesModified the modification time of the folder, in seconds
     * @param verdictsModified the modification time of the folder of verdict markers, in seconds; zero if there is none
     */
    record FolderVersion(long bundlesModified, long verdictsModified) {}

    /**
     * A regular file on the store.
     *
     * @param name its name, without a folder
     * @param sizeBytes its size in bytes
     * @param modified its modification time, which SFTP gives in whole seconds; empty if the server does not report it
     */
    record StoredFile(String name, long sizeBytes, Optional<Instant> modified) {

        /** Creates a file whose modification time is unknown. */
        public StoredFile(String name, long sizeBytes) {
            this(name, sizeBytes, Optional.empty());
        }
    }

    /** Thrown if a folder has more entries than are read. The message is written for the operator. */
    final class TooManyFilesException extends IOException {

        private static final long serialVersionUID = 1L;

        public TooManyFilesException(String message) {
            super(message);
        }
    }

    /** Thrown if the store works but denies the content of one file. The message is written for the operator. */
    final class UnreadableFileException extends IOException {

        private static final long serialVersionUID = 1L;

        public UnreadableFileException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
