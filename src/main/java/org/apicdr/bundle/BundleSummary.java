package org.apicdr.bundle;

import java.time.Instant;

/**
 * A bundle as its name tells, without reading it.
 *
 * @param siteName the database's site name
 * @param createdAt when the capture began
 * @param sizeBytes size of the file in bytes
 * @param dirty whether it was forced while the subsystem was unhealthy or incomplete
 */
public record BundleSummary(
        BundleId id,
        String site,
        String namespace,
        String cluster,
        String siteName,
        Instant createdAt,
        long sizeBytes,
        boolean dirty) {

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
                bundle.id().dirty());
    }
}
