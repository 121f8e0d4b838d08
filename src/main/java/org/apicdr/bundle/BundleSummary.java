package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a bundle that follow from names on the store, without reading the file.
 *
 * @param siteName the database's site name
 * @param createdAt when the capture began
 * @param sizeBytes size of the file in bytes
 * @param dirty whether the capture was forced while the subsystem was unhealthy or incomplete
 * @param verification the verdict of its last verification; absent if none is stored
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
