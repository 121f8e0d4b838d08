package org.apicdr.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
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
 * Caches for seconds what the API server answered about tokens and callers, refusals too. Concurrent callers share a
 * request that is already in progress. A failure to ask is not cached.
 */
@ApplicationScoped
public class AccessReviewCache {

    private final AccessReviewClient reviewer;
    private final AccessSettings settings;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;
    private final Ticker ticker;
    private final AsyncCache<String, Identity> identities;
    private final AsyncCache<Question, Boolean> permissions;

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

    /** Whose token it is; empty where it is not accepted. */
    public CompletableFuture<Optional<AuthenticatedUser>> caller(BearerToken token) {
        return ask(identities, token.sha256(), () -> identify(token)).thenApply(Identity::caller);
    }

    /**
     * Whether a caller may do something. All that the answer hangs on is remembered with it, so that another token of the
     * same caller finds it, and the same caller in other groups does not.
     */
    CompletableFuture<Boolean> allows(
            AuthenticatedUser authenticatedUser, Permission right, String namespace, @Nullable String name) {
        return ask(
                permissions,
                new Question(authenticatedUser, right, namespace, name),
                () -> reviewer.subjectAccessReview(authenticatedUser, right, namespace, name));
    }

    /** Returns a copy, since others may wait for the same answer when one of them gives up. */
    private <K, V> CompletableFuture<V> ask(AsyncCache<K, V> cache, K question, Supplier<V> request) {
        return cache.get(question, (key, executor) -> parallelExecutor.start(request))
                .copy();
    }

    private <K, V> AsyncCache<K, V> cache(Function<V, Duration> lifetime) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(settings.cacheSize())
                .expireAfter(Expiry.<K, V>creating((question, answer) -> lifetime.apply(answer)))
                .buildAsync();
    }

    private Identity identify(BearerToken token) {
        return new Identity(reviewer.tokenReview(token.value(), settings.audiences()), token.expiresAt());
    }

    /** Never past the token's own end. */
    private Duration lifetime(Identity identity) {
        var most = settings.cacheTime();
        var left = identity.expiresAt().map(end -> Duration.between(clock.instant(), end));
        return left.filter(time -> time.compareTo(most) < 0)
                .map(time -> time.isNegative() ? Duration.ZERO : time)
                .orElse(most);
    }

    private record Identity(Optional<AuthenticatedUser> caller, Optional<Instant> expiresAt) {}

    private record Question(
            AuthenticatedUser caller,
            Permission right,
            String namespace,
            @Nullable String name) {}
}
