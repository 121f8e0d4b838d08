package org.apicdr.bundle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apicdr.bundle.FolderListingCache.Listing;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.bundle.VerdictMarkerCodec.VerdictMarker;
import org.apicdr.subsystem.SubsystemRef;

/**
 * The bundles of a subsystem from one listing, least recently verified first. Bundles without a verdict come first;
 * among equals the older bundle comes first.
 */
public final class VerificationQueue {

    private static final Comparator<StoredBundle> LONGEST_WAIT_FIRST = Comparator.comparing((StoredBundle bundle) ->
                    bundle.verification().map(StoredVerdict::at).orElse(Instant.MIN))
            .thenComparing(StoredBundle.NEWEST_FIRST.reversed());

    private final SubsystemRef folder;
    private final Listing listing;
    private final List<StoredBundle> bundles;

    VerificationQueue(SubsystemRef folder, Listing listing) {
        this.folder = folder;
        this.listing = listing;
        this.bundles = listing.bundles().stream().sorted(LONGEST_WAIT_FIRST).toList();
    }

    public SubsystemRef folder() {
        return folder;
    }

    public List<StoredBundle> bundles() {
        return bundles;
    }

    /** Returns the verdict markers of a bundle from the same listing. */
    List<VerdictMarker> verdicts(BundleId id) {
        return listing.verdicts(id);
    }
}
