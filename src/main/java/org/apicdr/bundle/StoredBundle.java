package org.apicdr.bundle;

import java.util.Comparator;
import java.util.Optional;
import org.apicdr.subsystem.SubsystemRef;

/**
 * A file on the store with the name of a bundle. Its content has not been checked.
 *
 * @param folder the subsystem whose folder contains it
 * @param id the bundle's id
 * @param sizeBytes its size in bytes
 * @param verification the stored verdict of its last verification; empty if there is none
 */
public record StoredBundle(SubsystemRef folder, BundleId id, long sizeBytes, Optional<StoredVerdict> verification) {

    static final Comparator<StoredBundle> NEWEST_FIRST = Comparator.comparing(
                    (StoredBundle bundle) -> bundle.id().createdAt())
            .thenComparing(StoredBundle::id)
            .thenComparing(StoredBundle::folder)
            .reversed();

    /** Creates a bundle without a stored verdict. */
    public StoredBundle(SubsystemRef folder, BundleId id, long sizeBytes) {
        this(folder, id, sizeBytes, Optional.empty());
    }
}
