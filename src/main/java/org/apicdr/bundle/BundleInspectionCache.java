package org.apicdr.bundle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;

/**
 * What bundles were found to be, remembered for an hour: a bundle never changes, and whoever changes one all the same is
 * found out when it is read again. For those who ask often about many; nothing is deleted or restored by it.
 */
@ApplicationScoped
public class BundleInspectionCache {

    private static final Duration MAX_AGE = Duration.ofHours(1);

    /** Bytes of manifests. What is kept of one is several times as large as its bytes. */
    private static final int MAX_BYTES = 512 << 10;

    /** Bytes; what a bundle without a manifest counts for. */
    private static final int MIN_WEIGHT = 1 << 10;

    private final BundleInspector bundleInspector;
    private final Clock clock;
    private final Cache<Key, Known> known;
    private final Cache<Key, BundleInspection> putCreated;

    BundleInspectionCache(BundleInspector bundleInspector, Clock clock, Ticker ticker) {
        this.bundleInspector = bundleInspector;
        this.clock = clock;
        this.known = cache(ticker, Known::inspection);
        this.putCreated = cache(ticker, bundleInspection -> bundleInspection);
    }

    /** A bundle was stored as it was inspected; only {@link #getCachedOrRead} takes that for granted. */
    public void putCreated(BundleInspection bundle) {
        putCreated.put(new Key(bundle.bundle()), bundle);
    }

    /**
     * What a bundle was when it was made or last read, for whoever names it and relies on nothing in it; empty where it is
     * gone meanwhile.
     *
     * @throws ServiceException {@code STORE_UNAVAILABLE}
     */
    public Optional<BundleInspection> getCachedOrRead(StoredBundle bundle, Deadline deadline) {
        return Optional.ofNullable(putCreated.getIfPresent(new Key(bundle)))
                .or(() -> get(bundle, false, deadline).map(Known::inspection));
    }

    /** The newest authentic bundle of those that are listed, newest first, as far as they are {@link #getCachedOrRead}. */
    public Optional<BundleInspection> newestBelieved(List<StoredBundle> bundles, Deadline deadline) {
        return new NewestBundleFinder(bundle -> getCachedOrRead(bundle, deadline), manifest -> true).in(bundles);
    }

    /**
     * What a bundle is; empty where it is gone meanwhile.
     *
     * @param fresh whether it is read whatever is remembered of it
     * @throws ServiceException {@code STORE_UNAVAILABLE}
     */
    public Optional<Known> get(StoredBundle bundle, boolean fresh, Deadline deadline) {
        var key = new Key(bundle);
        var remembered = fresh ? null : known.getIfPresent(key);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        var read = bundleInspector.inspectIfThere(bundle, deadline).map(found -> new Known(found, clock.instant()));
        read.ifPresent(found -> known.put(key, found));
        return read;
    }

    /**
     * The newest authentic bundle of those that are listed, newest first.
     *
     * @param fresh whether each is read whatever is remembered of it
     * @throws ServiceException {@code STORE_UNAVAILABLE}
     */
    public Optional<Known> newestAuthentic(List<StoredBundle> bundles, boolean fresh, Deadline deadline) {
        var search =
                new NewestBundleFinder(bundle -> get(bundle, fresh, deadline).map(Known::inspection), manifest -> true);
        return search.in(bundles).flatMap(newest -> get(newest.bundle(), false, deadline));
    }

    private static <V> Cache<Key, V> cache(Ticker ticker, Function<V, BundleInspection> inspection) {
        return Caffeine.newBuilder()
                .maximumWeight(MAX_BYTES)
                .weigher((Key key, V value) -> weight(inspection.apply(value)))
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .build();
    }

    private static int weight(BundleInspection bundleInspection) {
        return bundleInspection.manifestFile().map(file -> file.bytes().length).orElse(0) + MIN_WEIGHT;
    }

    /**
     * A bundle that was read.
     *
     * @param inspection what it was found to be
     * @param at when it was read
     */
    public record Known(BundleInspection inspection, Instant at) {}

    /** What is remembered of its verifications changes, and is no part of it. */
    private record Key(String folder, BundleId id, long sizeBytes) {

        Key(StoredBundle bundle) {
            this(bundle.folder().toString(), bundle.id(), bundle.sizeBytes());
        }
    }
}
