package org.apicdr.bundle;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A file on the store with the name of a bundle. Its content has not been checked.
 *
 * @param folder the subsystem whose folder contains it
 * @param id the bundle's id
 * @param sizeBytes its size in bytes
 * @param modified when the file was modified; empty if the store does not report it
 * @param verification the stored verdict of its last verification; empty if there is none
 */
public record StoredBundle(
        SubsystemRef folder,
        BundleId id,
        long sizeBytes,
        Optional<Instant> modified,
        Optional<StoredVerdict> verification) {

    static final Comparator<StoredBundle> NEWEST_FIRST = Comparator.comparing(
                    (StoredBundle bundle) -> bundle.id().createdAt())
            .thenComparing(StoredBundle::id)
            .thenComparing(StoredBundle::folder)
            .reversed();

    /** Creates a bundle without a modification time and a stored verdict. */
    public StoredBundle(SubsystemRef folder, BundleId id, long sizeBytes) {
        this(folder, id, sizeBytes, Optional.empty(), Optional.empty());
    }

    /**
     * The verdict of the last verification of a bundle, as kept on the store. For information only; no decision depends on
     * it.
     *
     * @param verdict the verdict
     * @param at when the bundle was verified
     */
    @Schema(name = "RememberedVerdict")
    public record StoredVerdict(Verdict verdict, Instant at) {}
}
