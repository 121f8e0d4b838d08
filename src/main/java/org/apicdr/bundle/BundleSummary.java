package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as names on the store tell, without reading it.
 *
 * @param siteName the database's site name
 * @param createdAt when the capture began
 * @param sizeBytes size of the file in bytes
 * @param dirty whether it was forced while the subsystem was unhealthy or incomplete
 * @param verification what its last verification came to; absent where none is remembered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BundleSummary")
public record BundleSummary(
        BundleId id,
        String site,
        String namespace,
        String cluster,
        String siteName,
        Instant createdAt,
        long sizeBytes,
        boolean dirty,
        @Nullable StoredVerdict verification) {

    static BundleSummary of(String site, StoredBundle bundle) {
        var cluster = bundle.folder().cluster();
        return new BundleSummary(
                bundle.id(),
                site,
                bundle.folder().namespace(),
                cluster,
                bundle.id().siteName(cluster),
                bundle.id().createdAt(),
                bundle.sizeBytes(),
                bundle.id().dirty(),
                bundle.verification().orElse(null));
    }
}
