package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apicdr.bundle.FolderListingCache.Listing;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of bundles.
 *
 * @param items the bundles, newest first
 * @param nextCursor the cursor of the next page; absent on the last one
 * @param foreignFiles the number of files in the folders that are not bundles of the folder; absent if there are none
 * @param forgedVerdicts the number of verdict markers that were not written by this service; absent if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BundlePage")
public record BundlePage(
        List<BundleSummary> items,
        @Nullable String nextCursor,
        @Nullable Integer foreignFiles,
        @Nullable Integer forgedVerdicts) {

    public BundlePage {
        items = List.copyOf(items);
    }

    /** Returns the first bundles, up to a limit. If there are more, the page has a cursor for the next one. */
    static BundlePage of(String site, List<StoredBundle> bundles, int limit, List<Listing> listings) {
        boolean more = bundles.size() > limit;
        var shown = more ? bundles.subList(0, limit) : bundles;
        return new BundlePage(
                shown.stream().map(bundle -> BundleSummary.of(site, bundle)).toList(),
                more ? BundleFilter.cursor(bundles.get(limit - 1)) : null,
                total(listings, Listing::foreign),
                total(listings, Listing::forged));
    }

    private static @Nullable Integer total(List<Listing> listings, ToIntFunction<Listing> count) {
        int total = listings.stream().mapToInt(count).sum();
        return total > 0 ? total : null;
    }
}
