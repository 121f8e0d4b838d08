package org.apicdr.recovery.point;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;

/**
 * Caches the encryption keys of bundles for an hour. A key is a small part of a manifest: the keys of all bundles that a
 * search reads fit into memory, their manifests would not.
 */
@ApplicationScoped
class BundledEncryptionKeyCache {

    private static final Duration MAX_AGE = Duration.ofHours(1);

    /** Enough for a few subsystems with as many bundles as {@link BundleKeyHistory} reads of each. */
    private static final int MAX_KEYS = 4 * BundleKeyHistory.MAX_BUNDLES;

    private final BundleInspectionCache bundles;
    private final Cache<Key, Optional<BundledEncryptionKey>> keys;

    BundledEncryptionKeyCache(BundleInspectionCache bundles, Ticker ticker) {
        this.bundles = bundles;
        this.keys = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .build();
    }

    /**
     * Returns the key in a bundle; empty if the bundle is not authentic, has no key, or no longer exists.
     *
     * @param fresh whether the bundle is read even if its key is cached
     * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}
     */
    Optional<BundledEncryptionKey> get(StoredBundle bundle, boolean fresh, Deadline deadline) {
        var key = new Key(bundle, false);
        var cached = fresh ? null : keys.getIfPresent(key);
        return cached != null
                ? cached
                : put(key, bundles.get(bundle, fresh, deadline).map(BundleInspectionCache.Known::inspection));
    }

    /**
     * Returns the key if it is cached.
     *
     * @param acceptCreated whether the key may be that of a bundle that this service created and has not read back
     */
    Optional<BundledEncryptionKey> getCached(StoredBundle bundle, boolean acceptCreated) {
        return Objects.requireNonNullElse(keys.getIfPresent(new Key(bundle, acceptCreated)), Optional.empty());
    }

    /** Returns the key, also of a bundle that this service created and has not read back. */
    Optional<BundledEncryptionKey> getCachedOrRead(StoredBundle bundle, Deadline deadline) {
        var key = new Key(bundle, true);
        var cached = keys.getIfPresent(key);
        return cached != null ? cached : put(key, bundles.getCachedOrRead(bundle, deadline));
    }

    /**
     * Does not cache that a bundle is missing, because it may reappear, or not authentic, because the allowed signers may
     * change.
     */
    private Optional<BundledEncryptionKey> put(Key key, Optional<BundleInspection> inspection) {
        var bundled = inspection.flatMap(BundledEncryptionKey::of);
        if (inspection.filter(BundleInspection::authentic).isPresent()) {
            keys.put(key, bundled);
        }
        return bundled;
    }

    private record Key(String folder, BundleId id, long sizeBytes, boolean acceptCreated) {

        Key(StoredBundle bundle, boolean acceptCreated) {
            this(bundle.folder().toString(), bundle.id(), bundle.sizeBytes(), acceptCreated);
        }
    }
}
