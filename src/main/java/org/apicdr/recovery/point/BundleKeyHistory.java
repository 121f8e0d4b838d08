package org.apicdr.recovery.point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;

/**
 * The encryption keys in the bundles of a subsystem. A bundle must be read completely, so only the bundles next to a backup
 * in time are read, concurrently. Bundles that are not authentic are skipped, because an attacker can plant file names.
 */
final class BundleKeyHistory {

    /** The number of newest bundles that are considered; {@link BundledEncryptionKeyCache} is sized for it. */
    static final int MAX_BUNDLES = 500;

    private static final int BATCH_SIZE = 8;

    private final List<StoredBundle> oldestFirst;
    private final Function<StoredBundle, Optional<BundledEncryptionKey>> cache;
    private final Function<StoredBundle, Optional<BundledEncryptionKey>> reader;
    private final ParallelExecutor parallelExecutor;
    private final Deadline deadline;
    private final Map<BundleId, Optional<BundledEncryptionKey>> read = new HashMap<>();

    /**
     * @param newestFirst the bundles in the subsystem's folder, newest first
     * @param mayBeAuthentic whether a bundle is read at all
     * @param cache returns the key of a bundle if it is cached
     * @param reader reads the key of a bundle
     */
    BundleKeyHistory(
            List<StoredBundle> newestFirst,
            Predicate<StoredBundle> mayBeAuthentic,
            Function<StoredBundle, Optional<BundledEncryptionKey>> cache,
            Function<StoredBundle, Optional<BundledEncryptionKey>> reader,
            ParallelExecutor parallelExecutor,
            Deadline deadline) {
        this.oldestFirst = new ArrayList<>(
                newestFirst.stream().limit(MAX_BUNDLES).filter(mayBeAuthentic).toList());
        Collections.reverse(oldestFirst);
        this.cache = cache;
        this.reader = reader;
        this.parallelExecutor = parallelExecutor;
        this.deadline = deadline;
    }

    /** Returns the keys next to some backups, and all others that were read to find them, oldest first. */
    List<BundledEncryptionKey> keysAround(List<BackupTimestamp> backups) {
        var searches = new ArrayList<Search>();
        for (var backup : backups) {
            searches.add(new BackwardSearch(backup.earliest()));
            searches.add(new ForwardSearch(backup.latest()));
        }
        for (var next = next(searches); !next.isEmpty(); next = next(searches)) {
            readAll(next);
        }
        if (backups.stream().anyMatch(backup -> lastBefore(backup).isEmpty())) {
            readAll(oldestFirst);
        }
        return known();
    }

    private List<BundledEncryptionKey> known() {
        return read.values().stream()
                .flatMap(Optional::stream)
                .sorted(BundledEncryptionKey.OLDEST_FIRST)
                .toList();
    }

    /** Compares capture times, because a re-sealed bundle has a later time in its name. */
    private Optional<BundledEncryptionKey> lastBefore(BackupTimestamp backup) {
        return known().stream()
                .filter(key -> !key.at().isAfter(backup.earliest()))
                .findFirst();
    }

    private static Set<StoredBundle> next(List<Search> searches) {
        var next = new LinkedHashSet<StoredBundle>();
        searches.forEach(search -> search.nextUnread().ifPresent(next::add));
        return next;
    }

    private void readAll(Collection<StoredBundle> bundles) {
        var unread = new ArrayList<StoredBundle>();
        for (var bundle : bundles) {
            if (!read.containsKey(bundle.id())) {
                cache.apply(bundle)
                        .ifPresentOrElse(key -> read.put(bundle.id(), Optional.of(key)), () -> unread.add(bundle));
            }
        }
        for (int from = 0; from < unread.size(); from += BATCH_SIZE) {
            var batch = unread.subList(from, Math.min(from + BATCH_SIZE, unread.size()));
            var reads = new ArrayList<Supplier<Optional<BundledEncryptionKey>>>();
            batch.forEach(bundle -> reads.add(() -> reader.apply(bundle)));
            var found = parallelExecutor.all(reads, deadline);
            for (int i = 0; i < batch.size(); i++) {
                read.put(batch.get(i).id(), found.get(i));
            }
        }
    }

    /** A search for the key next to a time. It continues at the bundle that it last returned. */
    private interface Search {

        /** Returns the next bundle to read; empty if the nearest key is known, or if there is none. */
        Optional<StoredBundle> nextUnread();
    }

    private final class BackwardSearch implements Search {

        private final Instant time;
        private Instant nearest = Instant.MIN;
        private int index = oldestFirst.size() - 1;

        BackwardSearch(Instant time) {
            this.time = time;
        }

        @Override
        public Optional<StoredBundle> nextUnread() {
            for (; index >= 0; index--) {
                var bundle = oldestFirst.get(index);
                var createdAt = bundle.id().createdAt();
                if (createdAt.isAfter(time)) {
                    continue;
                }
                if (!createdAt.isAfter(nearest)) {
                    return Optional.empty();
                }
                var key = read.get(bundle.id());
                if (key == null) {
                    return Optional.of(bundle);
                }
                nearest = key.map(BundledEncryptionKey::at)
                        .filter(nearest::isBefore)
                        .orElse(nearest);
            }
            return Optional.empty();
        }
    }

    private final class ForwardSearch implements Search {

        private final Instant time;
        private int index;

        ForwardSearch(Instant time) {
            this.time = time;
        }

        @Override
        public Optional<StoredBundle> nextUnread() {
            for (; index < oldestFirst.size(); index++) {
                var bundle = oldestFirst.get(index);
                if (bundle.id().createdAt().isBefore(time)) {
                    continue;
                }
                var key = read.get(bundle.id());
                if (key == null) {
                    return Optional.of(bundle);
                }
                if (key.filter(found -> !found.at().isBefore(time)).isPresent()) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }
    }
}
