package org.apicdr.bundle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;

/**
 * Caches inspections of bundles for an hour. Bundles never change; a tampered one is detected when it is read again. Of a
 * file that is not authentic only the findings are cached, and only until the file or the allowed signers change.
 * Intended for frequent queries about many bundles. Verification and deletion must not rely on it.
 */
@ApplicationScoped
public class BundleInspectionCache {

    private static final Duration MAX_AGE = Duration.ofHours(1);

    /** Total size of the cached manifests in bytes. The objects in memory are several times as large. */
    private static final int MAX_BYTES = 512 << 10;

    /** Weight of a bundle without a manifest, in bytes. */
    private static final int MIN_WEIGHT = 1 << 10;

    private final BundleInspector bundleInspector;
    private final NewestBundleFinder newestBundleFinder;
    private final Clock clock;
    private final Cache<Key, Known> inspections;

    /** The bundle that this service created last in each folder, with those of the same second. */
    private final Cache<String, List<BundleInspection>> created;

    BundleInspectionCache(
            BundleInspector bundleInspector, NewestBundleFinder newestBundleFinder, Clock clock, Ticker ticker) {
        this.bundleInspector = bundleInspector;
        this.newestBundleFinder = newestBundleFinder;
        this.clock = clock;
        this.inspections = cache(ticker, known -> weight(known.inspection()));
        this.created = cache(
                ticker,
                newest ->
                        newest.stream().mapToInt(BundleInspectionCache::weight).sum());
    }

    /**
     * Caches the inspection of a bundle that this service has just stored, in place of older ones in its folder. Only
     * {@link #getCachedOrRead} uses it.
     */
    public void putCreated(BundleInspection bundle) {
        created.asMap().merge(folder(bundle.bundle()), List.of(bundle), BundleInspectionCache::newest);
    }

    /**
     * Returns the inspection from when the bundle was created or last read, or reads the bundle. For callers that only
     * refer to the bundle and do not rely on its contents. Returns empty if the bundle no longer exists.
     *
     * @throws ServiceException {@code STORE_UNAVAILABLE}
     */
    public Optional<BundleInspection> getCachedOrRead(StoredBundle bundle, Deadline deadline) {
        return Objects.requireNonNullElse(created.getIfPresent(folder(bundle)), List.<BundleInspection>of()).stream()
                .filter(newest -> new Key(newest.bundle()).equals(new Key(bundle)))
                .findFirst()
                .or(() -> get(bundle, false, deadline).map(Known::inspection));
    }

    /** Finds the newest authentic bundle with {@link #getCachedOrRead}. The bundles must be sorted newest first. */
    public Optional<BundleInspection> newestCachedOrRead(List<StoredBundle> bundles, Deadline deadline) {
        return newestBundleFinder.find(
                bundles, bundle -> getCachedOrRead(bundle, deadline), manifest -> true, deadline);
    }

    /**
     * Returns the inspection of a bundle, or empty if the bundle no longer exists.
     *
     * @param fresh whether to read the bundle even if its inspection is cached
     * @throws ServiceException {@code STORE_UNAVAILABLE}
     */
    public Optional<Known> get(StoredBundle bundle, boolean fresh, Deadline deadline) {
        var key = new Key(bundle);
        var cached = fresh ? null : inspections.getIfPresent(key);
        if (cached != null
                && (cached.inspection().authentic()
                        || bundleInspector.notAuthentic().test(bundle))) {
            return Optional.of(cached);
        }
        var read = bundleInspector
                .inspectIfThere(bundle, Selection.NONE, deadline)
                .map(found -> new Known(found.withoutUntrusted(), clock.instant()));
        read.ifPresent(found -> inspections.put(key, found));
        return read;
    }

    /**
     * Finds the newest authentic bundle. The bundles must be sorted newest first.
     *
     * @param fresh whether to read bundles even if their inspections are cached. Files that are known not to be authentic
     *     are not read even then, see {@link BundleInspector#notAuthentic}.
     * @throws ServiceException {@code STORE_UNAVAILABLE}
     */
    public Optional<Known> newestAuthentic(List<StoredBundle> bundles, boolean fresh, Deadline deadline) {
        return newestBundleFinder
                .find(
                        bundles,
                        bundle -> get(bundle, fresh, deadline).map(Known::inspection),
                        manifest -> true,
                        deadline)
                .flatMap(newest -> get(newest.bundle(), false, deadline));
    }

    private static List<BundleInspection> newest(List<BundleInspection> before, List<BundleInspection> created) {
        var second = created.get(0).bundle().id().createdAt();
        return before.get(0).bundle().id().createdAt().equals(second)
                ? Stream.concat(before.stream(), created.stream()).toList()
                : created;
    }

    private static String folder(StoredBundle bundle) {
        return bundle.folder().toString();
    }

    private static <K, V> Cache<K, V> cache(Ticker ticker, ToIntFunction<V> weight) {
        return Caffeine.newBuilder()
                .maximumWeight(MAX_BYTES)
                .weigher((K key, V value) -> weight.applyAsInt(value))
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .build();
    }

    private static int weight(BundleInspection bundleInspection) {
        int findings = bundleInspection.findings().stream()
                .mapToInt(finding -> finding.detail().length())
                .sum();
        return bundleInspection.manifestFile().map(file -> file.bytes().length).orElse(findings) + MIN_WEIGHT;
    }

    /**
     * A cached inspection.
     *
     * @param inspection the inspection
     * @param at when the bundle was read
     */
    public record Known(BundleInspection inspection, Instant at) {}

    /** Identifies a bundle without its stored verdict, which changes. */
    private record Key(String folder, BundleId id, long sizeBytes) {

        Key(StoredBundle bundle) {
            this(bundle.folder().toString(), bundle.id(), bundle.sizeBytes());
        }
    }
}
