package org.apicdr.bundle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apicdr.crypto.AllowedSigners;
import org.apicdr.subsystem.SubsystemRef;

/**
 * Remembers which files were read and are not authentic, and nothing else of them. A file that has changed, and one that
 * was judged by other allowed signers, is unknown.
 */
final class NotAuthenticCache {

    static final Duration MAX_AGE = Duration.ofHours(1);

    /** For a file whose modification time is unknown. */
    static final Duration MAX_AGE_WITHOUT_TIME = Duration.ofMinutes(5);

    private static final int MAX_FILES = 100_000;

    private final Cache<Key, Boolean> files;
    private volatile AllowedSigners latest = AllowedSigners.NONE;

    NotAuthenticCache(Clock clock) {
        this.files = Caffeine.newBuilder()
                .maximumSize(MAX_FILES)
                .expireAfter(Expiry.writing(
                        (Key key, Boolean value) -> key.modified().isPresent() ? MAX_AGE : MAX_AGE_WITHOUT_TIME))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    boolean contains(StoredBundle bundle, AllowedSigners signers) {
        return files.getIfPresent(key(bundle, signers)) != null;
    }

    /**
     * Records the result of reading a file.
     *
     * @param signers the allowed signers when it was read
     */
    void record(StoredBundle bundle, AllowedSigners signers, boolean authentic) {
        if (authentic) {
            files.invalidate(key(bundle, signers));
        } else {
            files.put(key(bundle, signers), true);
        }
    }

    /** Uses one object for equal signers, so that the keys of many files share it. */
    private Key key(StoredBundle bundle, AllowedSigners signers) {
        var shared = latest;
        if (!signers.equals(shared)) {
            shared = signers;
            latest = signers;
        }
        return new Key(bundle.folder(), bundle.id(), bundle.sizeBytes(), bundle.modified(), shared);
    }

    private record Key(
            SubsystemRef folder, BundleId id, long sizeBytes, Optional<Instant> modified, AllowedSigners signers) {}
}
