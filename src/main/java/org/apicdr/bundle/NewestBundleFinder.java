package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest authentic bundle whose manifest matches a condition: the most recently captured one, or its most
 * recent re-seal. Reads only as many bundles as necessary.
 *
 * <p>A store may hold any number of files that only have the name of a bundle. Those of a size that no bundle has, and those
 * that were read before, unchanged, and were not authentic, are not read. The first of the others is usually the wanted one and is read alone.
 * The next ones are read in parallel, in growing batches. One search at a time reads a batch, so that the memory for it
 * is bounded.
 */
@ApplicationScoped
class NewestBundleFinder {

    private static final int MAX_BATCH = 32;

    private static final int GROWTH = 4;

    /** Limits the memory for the files of a batch, whose first parts are read as a whole. */
    private static final long MAX_BATCH_BYTES = 16L << 20;

    private static final long MAX_READ_BYTES = 2L << 20;

    private static final Comparator<BundleInspection> BY_CAPTURE = Comparator.comparing(
            bundleInspection -> bundleInspection.capturedAt().orElse(Instant.MIN));

    private final BundleInspector bundleInspector;
    private final ParallelExecutor parallelExecutor;
    private final Semaphore batches = new Semaphore(1, true);

    NewestBundleFinder(BundleInspector bundleInspector, ParallelExecutor parallelExecutor) {
        this.bundleInspector = bundleInspector;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Returns the newest matching bundle of a list that is sorted newest first.
     *
     * @param reader reads a bundle; empty if it no longer exists
     * @throws ServiceException {@code DEADLINE_PASSED} if the time ends before all necessary bundles are read. The next
     *     search reads only the rest.
     */
    Optional<BundleInspection> find(
            List<StoredBundle> bundles,
            Function<StoredBundle, Optional<BundleInspection>> reader,
            Predicate<Manifest> wanted,
            Deadline deadline) {
        return new Search(bundles, reader, wanted, deadline).newest();
    }

    private final class Search {

        private final List<StoredBundle> bundles;
        private final Function<StoredBundle, Optional<BundleInspection>> reader;
        private final Predicate<Manifest> wanted;
        private final Deadline deadline;
        private final Deque<Outcome> batch = new ArrayDeque<>();
        private int next;
        private int batchSize = 1;

        Search(
                List<StoredBundle> bundles,
                Function<StoredBundle, Optional<BundleInspection>> reader,
                Predicate<Manifest> wanted,
                Deadline deadline) {
            this.bundles = bundles;
            this.reader = reader;
            this.wanted = wanted;
            this.deadline = deadline;
        }

        Optional<BundleInspection> newest() {
            var newest = Optional.<BundleInspection>empty();
            var sameSecond = new ArrayList<BundleInspection>();
            var second = Instant.MAX;
            for (var bundle = peek(); bundle != null; bundle = peek()) {
                var createdAt = bundle.id().createdAt();
                if (!createdAt.equals(second)) {
                    newest = later(newest, lastOf(sameSecond));
                    sameSecond.clear();
                    second = createdAt;
                }
                if (newest.flatMap(BundleInspection::capturedAt)
                        .filter(time -> !time.isBefore(createdAt))
                        .isPresent()) {
                    return newest;
                }
                if (batch.isEmpty()) {
                    // While this search waited, another one may have read this bundle. Determine the next one again.
                    readBatch(createdAt, later(newest, lastOf(sameSecond)));
                } else {
                    batch.remove().matching().ifPresent(sameSecond::add);
                }
            }
            return later(newest, lastOf(sameSecond));
        }

        /** Returns the next bundle that may be authentic; null at the end. */
        private @Nullable StoredBundle peek() {
            if (!batch.isEmpty()) {
                return batch.element().bundle();
            }
            if (next < bundles.size()) {
                var notAuthentic = bundleInspector.notAuthentic();
                while (next < bundles.size() && notAuthentic.test(bundles.get(next))) {
                    next++;
                }
            }
            return next < bundles.size() ? bundles.get(next) : null;
        }

        /**
         * Reads the next bundles.
         *
         * @param second the creation time of the next one
         * @param newest the newest one so far; later ones than its capture suffice, apart from those of the same second
         */
        private void readBatch(Instant second, Optional<BundleInspection> newest) {
            if (batchSize == 1) {
                batch.add(read(bundles.get(next++)));
            } else {
                acquire();
                try {
                    batch.addAll(parallelExecutor.all(reads(second, newest), deadline));
                } catch (ServiceException e) {
                    throw e.code() == ErrorCode.DEADLINE_PASSED ? tookTooLong() : e;
                } finally {
                    batches.release();
                }
            }
            batchSize = Math.min(MAX_BATCH, batchSize * GROWTH);
        }

        private void acquire() {
            try {
                if (!deadline.passed() && batches.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw tookTooLong();
        }

        private ServiceException tookTooLong() {
            return new ServiceException(
                    ErrorCode.DEADLINE_PASSED,
                    ("The search for the newest authentic bundle of %s took too long: %d of %d files with the name of a"
                                    + " bundle were considered. Repeat the request, which reads only the rest, and have"
                                    + " the files removed that are no bundles.")
                            .formatted(bundles.get(0).folder(), next, bundles.size()));
        }

        private List<Supplier<Outcome>> reads(Instant second, Optional<BundleInspection> newest) {
            var notAuthentic = bundleInspector.notAuthentic();
            var sufficient = newest.flatMap(BundleInspection::capturedAt).orElse(Instant.MIN);
            var reads = new ArrayList<Supplier<Outcome>>();
            long bytes = 0;
            while (next < bundles.size() && reads.size() < batchSize && bytes < MAX_BATCH_BYTES) {
                var bundle = bundles.get(next);
                var createdAt = bundle.id().createdAt();
                if (!createdAt.isAfter(sufficient) && !createdAt.equals(second)) {
                    break;
                }
                next++;
                if (!notAuthentic.test(bundle)) {
                    reads.add(() -> read(bundle));
                    bytes += Math.min(bundle.sizeBytes(), MAX_READ_BYTES);
                }
            }
            return reads;
        }

        /** Reads a bundle. Keeps the inspection only if it is a possible result. */
        private Outcome read(StoredBundle bundle) {
            try {
                var matching = reader.apply(bundle)
                        .filter(inspection -> inspection
                                .trusted()
                                .map(ManifestFile::manifest)
                                .filter(wanted)
                                .isPresent());
                return new Outcome(bundle, matching, null);
            } catch (ServiceException e) {
                return new Outcome(bundle, Optional.empty(), e);
            }
        }
    }

    private static Optional<BundleInspection> later(Optional<BundleInspection> one, Optional<BundleInspection> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(BY_CAPTURE);
    }

    /**
     * Returns the newest of several bundles created in the same second: the one that was captured last, and among
     * equals the one that no other names as its previous bundle.
     */
    private static Optional<BundleInspection> lastOf(List<BundleInspection> authentic) {
        var previous = authentic.stream()
                .flatMap(bundleInspection -> bundleInspection.trusted().stream())
                .map(file -> file.manifest().previous())
                .flatMap(link -> Optional.ofNullable(link).stream())
                .map(Manifest.Reference::id)
                .toList();
        return authentic.stream()
                .max(BY_CAPTURE.thenComparing(bundleInspection ->
                        !previous.contains(bundleInspection.bundle().id())));
    }

    /**
     * The outcome of reading one bundle of a batch.
     *
     * @param inspection the inspection; empty if the bundle is not a possible result
     * @param failure why it could not be read; null if it was
     */
    private record Outcome(
            StoredBundle bundle,
            Optional<BundleInspection> inspection,
            @Nullable ServiceException failure) {

        /** Returns the inspection. Only now fails if the bundle could not be read, because an earlier one may suffice. */
        Optional<BundleInspection> matching() {
            if (failure != null) {
                throw failure;
            }
            return inspection;
        }
    }
}
