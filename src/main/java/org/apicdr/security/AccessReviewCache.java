package org.apicdr.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private final AccessReviewClient reviewer;
    private final AccessSettings settings;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;
    private final Ticker ticker;
    private final Cache<String, Identity> identities;
    private final Cache<ReviewKey, Boolean> permissions;

    AccessReviewCache(
            AccessReviewClient reviewer,
            AccessSettings settings,
            ParallelExecutor parallelExecutor,
            Clock clock,
            Ticker ticker) {
        this.reviewer = reviewer;
        this.settings = settings;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
        this.ticker = ticker;
        this.identities = cache(this::lifetime);
        this.permissions = cache(permission -> settings.cacheTime());
    }

    /** Returns the owner of a token, or empty if the token is not accepted. */
    public CompletableFuture<Optional<AuthenticatedUser>> caller(BearerToken token) {
        return getOrRequest(identities, token.sha256(), () -> identify(token)).thenApply(Identity::caller);
    }

    /**
     * Returns whether a caller has a permission. The key contains everything that the result depends on: another token
     * of the same caller shares the entry, and the same caller with other groups does not.
     */
    CompletableFuture<Boolean> allows(
            AuthenticatedUser authenticatedUser, Permission right, String namespace, @Nullable String name) {
        return getOrRequest(
                permissions,
                new ReviewKey(authenticatedUser, right, namespace, name),
                () -> reviewer.subjectAccessReview(authenticatedUser, right, namespace, name));
    }

    /** Returns a cached result at once. Otherwise requests it on another thread, once for concurrent callers. */
    private <K, V> CompletableFuture<V> getOrRequest(Cache<K, V> cache, K key, Supplier<V> request) {
        var cached = cache.getIfPresent(key);
        return cached == null
                ? parallelExecutor.start(() -> cache.get(key, missing -> request.get()))
                : CompletableFuture.completedFuture(cached);
    }

    private <K, V> Cache<K, V> cache(Function<V, Duration> lifetime) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(settings.cacheSize())
                .expireAfter(Expiry.<K, V>creating((key, result) -> lifetime.apply(result)))
                .build();
    }

    private Identity identify(BearerToken token) {
        return new Identity(reviewer.tokenReview(token.value(), settings.audiences()), token.expiresAt());
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

    private record Identity(Optional<AuthenticatedUser> caller, Optional<Instant> expiresAt) {}

    private record ReviewKey(
            AuthenticatedUser caller,
            Permission right,
            String namespace,
            @Nullable String name) {}
}
