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
import org.apicdr.core.ParallelExecutor;
import org.jspecify.annotations.Nullable;

/**
 * What the API server said of tokens and callers, remembered for seconds, refusals too. That it could not be asked is not
 * remembered.
 */
@ApplicationScoped
public class AccessReviewCache {

    private final AccessReviewClient reviewer;
    private final AccessSettings settings;
    private final Clock clock;
    private final Ticker ticker;
    private final Answers<String, Identity> identities;
    private final Answers<Question, Boolean> permissions;

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
        this.identities = new Answers<>(cache(this::lifetime), parallelExecutor);
        this.permissions = new Answers<>(cache(permission -> settings.cacheTime()), parallelExecutor);
    }

    /** Whose token it is; empty where it is not accepted. */
    public CompletableFuture<Optional<AuthenticatedUser>> caller(BearerToken token) {
        return identities.get(token.sha256(), () -> identify(token)).thenApply(Identity::caller);
    }

    /**
     * Whether a caller may do something. All that the answer hangs on is remembered with it, so that another token of the
     * same caller finds it, and the same caller in other groups does not.
     */
    CompletableFuture<Boolean> allows(
            AuthenticatedUser authenticatedUser, Permission right, String namespace, @Nullable String name) {
        return permissions.get(
                new Question(authenticatedUser, right, namespace, name),
                () -> reviewer.subjectAccessReview(authenticatedUser, right, namespace, name));
    }

    private <K, V> Cache<K, V> cache(Function<V, Duration> lifetime) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(settings.cacheSize())
                .expireAfter(Expiry.<K, V>creating((question, answer) -> lifetime.apply(answer)))
                .build();
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
