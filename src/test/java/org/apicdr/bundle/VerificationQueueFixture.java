package org.apicdr.bundle;

import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.FolderListingCache.Listing;

/** Makes backlogs for plain tests. */
public final class VerificationQueueFixture {

    private VerificationQueueFixture() {}

    /** Of these bundles, in no order. */
    public static VerificationQueue of(StoredBundle... bundles) {
        var listing = new Listing(List.of(bundles), VerdictMarkerCodec.Found.NOTHING, 0, 0, Instant.EPOCH);
        return new VerificationQueue(BundleForge.FOLDER, listing);
    }
}
