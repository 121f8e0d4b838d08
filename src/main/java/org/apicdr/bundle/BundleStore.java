package org.apicdr.bundle;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/**
 * Where bundles lie: one folder for each subsystem. Nothing that was stored is ever overwritten. Every method throws a
 * {@link org.apicdr.problem.RecoveryException} with {@code STORE_UNAVAILABLE} where the store cannot be used, saying
 * what the operator can do about it.
 */
public interface BundleStore {

    /** The subsystems that have a folder on the store; empty where nothing was stored yet. */
    List<SubsystemRef> folders(Deadline deadline);

    /** The regular files of a subsystem's folder, in no order; empty where the folder does not exist. */
    List<StoredFile> list(SubsystemRef folder, Deadline deadline);

    /**
     * Opens a file for reading from its start. Read failures come as {@link java.io.IOException}.
     *
     * @throws org.apicdr.problem.RecoveryException {@code BUNDLE_NOT_FOUND} where there is no such file
     */
    InputStream open(SubsystemRef folder, String fileName, Deadline deadline);

    /**
     * Stores a bundle so that its name appears only when all of it is durable.
     *
     * @throws org.apicdr.problem.RecoveryException {@code STORE_UNAVAILABLE}, its evidence telling whether the bundle
     *     was stored
     */
    void publish(SubsystemRef folder, BundleId id, byte[] file, Deadline deadline);

    /** The path of a subsystem's folder on the server. */
    String path(SubsystemRef folder);

    /** Where a file of a folder lies, as {@code sftp://host:port/path}. */
    URI location(SubsystemRef folder, String fileName);

    /** The host keys that this service trusts: known_hosts lines or {@code SHA256:} fingerprints. */
    List<String> hostKeys();

    /**
     * A regular file on the store.
     *
     * @param name its name, without a folder
     * @param sizeBytes its size in bytes
     */
    record StoredFile(String name, long sizeBytes) {}
}
