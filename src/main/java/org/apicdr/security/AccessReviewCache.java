package org.apicdr.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apicdr.core.ParallelExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Caches token reviews and access reviews of the API server for seconds, including rejections. Concurrent callers share
 * a request that is already in progress. Failed requests are not cached.
 */
@ApplicationScoped
public class AccessReviewCache {

    /** Since the last review. A caller is reviewed again when the cache time is over. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final AccessReviewClient reviewer;
    private final AccessSettings settings;
    private final Clock clock;
    private final Ticker ticker;
    private final ReviewCache<String, Identity> identities;
    private final ReviewCache<ReviewKey, Boolean> permissions;
    private final Cache<String, Boolean> accepted;

    AccessReviewCache(
            AccessReviewClient reviewer,
            AccessSettings settings,
            ParallelExecutor parallelExecutor,
            Clock clock,
            Ticker ticker) {
        this.reviewer = reviewer;
        this.settings = settings;
        this.clock = clock;
        this.ticker = ticker;
        this.identities = new ReviewCache<>(cache(this::lifetime), parallelExecutor);
        this.permissions = new ReviewCache<>(cache(permission -> settings.cacheTime()), parallelExecutor);
        this.accepted = cache(digest -> REMEMBERED);
    }

    /**
     * Returns whether the API server accepted a token within the last hour. It may have been revoked since then: this
     * decides nothing but which requests are served first.
     */
    public boolean hasAccepted(BearerToken token) {
        return accepted.getIfPresent(token.sha256()) != null;
    }

    /** Returns the owner of a token, or empty if the token is not accepted. */
    public CompletableFuture<Optional<AuthenticatedUser>> caller(BearerToken token) {
        return identities.get(token.sha256(), () -> identify(token)).thenApply(Identity::caller);
    }

    /**
     * Returns whether a caller has a permission. The key contains everything that the result depends on: another token
     * of the same caller shares the entry, and the same caller with other groups does not.
     */
    CompletableFuture<Boolean> allows(
            AuthenticatedUser authenticatedUser, Permission right, String namespace, @Nullable String name) {
        return permissions.get(
                new ReviewKey(authenticatedUser, right, namespace, name),
                () -> reviewer.subjectAccessReview(authenticatedUser, right, namespace, name));
    }

    private <K, V> Cache<K, V> cache(Function<V, Duration> lifetime) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(settings.cacheSize())
                .expireAfter(Expiry.<K, V>writing((key, result) -> lifetime.apply(result)))
                .build();
    }

    private Identity identify(BearerToken token) {
        var caller = reviewer.tokenReview(token.value(), settings.audiences());
        if (caller.isPresent()) {
            accepted.put(token.sha256(), true);
        } else {
            accepted.invalidate(token.sha256());
        }
        return new Identity(caller, token.expiresAt());
    }

    /** Returns the cache time, limited by the expiry of the token. */
    private Duration lifetime(Identity identity) {
        var cacheTime = settings.cacheTime();
        var remaining = identity.expiresAt().map(end -> Duration.between(clock.instant(), end));
        return remaining
                .filter(time -> time.compareTo(cacheTime) < 0)
                .map(time -> time.isNegative() ? Duration.ZERO : time)
                .orElse(cacheTime);
    }

    /**
     * Results by key. Concurrent callers share the outcome of one request, also a failure: an API server that hangs would
     * otherwise be asked by one waiting caller after the other.
     */
    private static final class ReviewCache<K, V> {

        private final Cache<K, V> results;
        private final ParallelExecutor parallelExecutor;
        private final Map<K, CompletableFuture<V>> inProgress = new ConcurrentHashMap<>();

        ReviewCache(Cache<K, V> results, ParallelExecutor parallelExecutor) {
            this.results = results;
            this.parallelExecutor = parallelExecutor;
        }

        /** Returns a copy, so that a caller that cancels does not affect the others. */
        CompletableFuture<V> get(K key, Supplier<V> request) {
            var cached = results.getIfPresent(key);
            return cached != null
                    ? CompletableFuture.completedFuture(cached)
                    : inProgress
                            .computeIfAbsent(key, missing -> parallelExecutor.start(() -> request(key, request)))
                            .copy();
        }

        private V request(K key, Supplier<V> request) {
            try {
                var result = request.get();
                results.put(key, result);
                return result;
            } finally {
                inProgress.remove(key);
            }
        }
    }

    private record Identity(Optional<AuthenticatedUser> caller, Optional<Instant> expiresAt) {}

    private record ReviewKey(
            AuthenticatedUser caller,
            Permission right,
            String namespace,
            @Nullable String name) {}
}
