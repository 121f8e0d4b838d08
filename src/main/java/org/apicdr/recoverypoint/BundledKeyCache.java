package org.apicdr.recoverypoint;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.KnownBundles;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.request.Deadline;

/**
 * Caches the encryption keys of bundles for an hour. A key is a small part of a manifest, so that the keys of all bundles that a search
 * reads fit into memory, while their manifests would not.
 */
@ApplicationScoped
class BundledKeyCache {

    private static final Duration MAX_AGE = Duration.ofHours(1);

    /** Of a few subsystems, as many as {@link BundleHistory} reads of each. */
    private static final int MAX_KEYS = 4 * BundleHistory.MOST_BUNDLES;

    private final KnownBundles bundles;
    private final Cache<Key, Optional<BundledKey>> keys;

    BundledKeyCache(KnownBundles bundles, Ticker ticker) {
        this.bundles = bundles;
        this.keys = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .build();
    }

    /**
     * The key that a bundle holds; empty if it is not authentic, has no key, or is gone.
     *
     * @param fresh whether the bundle is read even if its key is cached
     * @throws org.apicdr.problem.RecoveryException {@code STORE_UNAVAILABLE}
     */
    Optional<BundledKey> get(StoredBundle bundle, boolean fresh, Deadline deadline) {
        var key = new Key(bundle, false);
        var cached = fresh ? null : keys.getIfPresent(key);
        return cached != null
                ? cached
                : put(key, bundles.get(bundle, fresh, deadline).map(KnownBundles.Known::inspection));
    }

    /** The same for a caller that relies on nothing in it: a bundle that was only made counts as read. */
    Optional<BundledKey> getBelieved(StoredBundle bundle, Deadline deadline) {
        var key = new Key(bundle, true);
        var cached = keys.getIfPresent(key);
        return cached != null ? cached : put(key, bundles.believed(bundle, deadline));
    }

    /** A bundle that is gone is not cached: it may come back. */
    private Optional<BundledKey> put(Key key, Optional<Inspection> inspection) {
        var bundled = inspection.flatMap(BundledKey::of);
        if (inspection.isPresent()) {
            keys.put(key, bundled);
        }
        return bundled;
    }

    private record Key(String folder, BundleId id, long sizeBytes, boolean believed) {

        Key(StoredBundle bundle, boolean believed) {
            this(bundle.folder().toString(), bundle.id(), bundle.sizeBytes(), believed);
        }
    }
}
