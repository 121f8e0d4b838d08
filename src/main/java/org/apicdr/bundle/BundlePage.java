package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the bundles, newest first
 * @param nextCursor asks for the next page; absent on the last
 * @param foreignFiles how many files in the folders are no bundles of theirs; absent where there are none
 * @param forgedVerdicts how many names in the folders of remembered verdicts were not made by this service; absent where
 *     there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BundlePage(
        List<BundleSummary> items,
        @Nullable String nextCursor,
        @Nullable Integer foreignFiles,
        @Nullable Integer forgedVerdicts) {

    public BundlePage {
        items = List.copyOf(items);
    }
}
