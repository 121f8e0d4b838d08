package org.apicdr.bundle;

import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.Listings.Listing;

/** Makes backlogs for plain tests. */
public final class BacklogFixture {

    private BacklogFixture() {}

    /** Of these bundles, in no order. */
    public static Backlog of(StoredBundle... bundles) {
        var listing = new Listing(List.of(bundles), VerdictMarkers.Found.NOTHING, 0, 0, Instant.EPOCH);
        return new Backlog(BundleForge.FOLDER, listing);
    }
}
