package org.apicdr.bundle;

import java.util.Comparator;
import java.util.Optional;
import org.apicdr.subsystem.SubsystemRef;

/**
 * A file on the store whose name is that of a bundle; what is in it is another question.
 *
 * @param folder the subsystem in whose folder it lies
 * @param id the bundle's id
 * @param sizeBytes its size in bytes
 * @param verification what the store remembers of its last verification; empty where there was none
 */
public record StoredBundle(SubsystemRef folder, BundleId id, long sizeBytes, Optional<StoredVerdict> verification) {

    static final Comparator<StoredBundle> NEWEST_FIRST = Comparator.comparing(
                    (StoredBundle bundle) -> bundle.id().createdAt())
            .thenComparing(StoredBundle::id)
            .thenComparing(StoredBundle::folder)
            .reversed();

    /** A bundle that nobody has verified yet. */
    public StoredBundle(SubsystemRef folder, BundleId id, long sizeBytes) {
        this(folder, id, sizeBytes, Optional.empty());
    }
}
