package org.apicdr.bundle;

import java.util.Comparator;
import org.apicdr.subsystem.SubsystemRef;

/**
 * A file on the store whose name is that of a bundle; what is in it is another question.
 *
 * @param folder the subsystem in whose folder it lies
 * @param id the bundle's id
 * @param sizeBytes its size in bytes
 */
public record StoredBundle(SubsystemRef folder, BundleId id, long sizeBytes) {

    static final Comparator<StoredBundle> NEWEST_FIRST = Comparator.comparing(
                    (StoredBundle bundle) -> bundle.id().createdAt())
            .thenComparing(StoredBundle::id)
            .thenComparing(StoredBundle::folder)
            .reversed();
}
