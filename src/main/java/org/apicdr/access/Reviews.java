package org.apicdr.access;

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
import org.apicdr.request.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * What the API server said of tokens and callers, remembered for seconds, refusals too. That it could not be asked is not
 * remembered.
 */
@ApplicationScoped
class Reviews {

    private final AccessReviewer reviewer;
    private final AccessSettings settings;
    private final Parallel parallel;
    private final Clock clock;
    private final AsyncCache<String, Identity> identities;
    private final AsyncCache<Question, Boolean> answers;

    Reviews(AccessReviewer reviewer, AccessSettings settings, Parallel parallel, Clock clock, Ticker ticker) {
        this.reviewer = reviewer;
        this.settings = settings;
        this.parallel = parallel;
        this.clock = clock;
        this.identities = bounded(ticker)
                .expireAfter(Expiry.<String, Identity>creating((hash, identity) -> lifetime(identity)))
                .buildAsync();
        this.answers = bounded(ticker).expireAfterWrite(settings.cacheTime()).buildAsync();
    }

    /** Whose token it is; empty where it is not accepted. Callers share one future: never cancel it. */
    CompletableFuture<Optional<Caller>> caller(BearerToken token) {
        return identities
                .get(token.sha256(), (hash, executor) -> parallel.start(() -> identify(token)))
                .thenApply(Identity::caller);
    }

    /**
     * Whether a caller may do something. All that the answer hangs on is remembered with it, so that another token of the
     * same caller finds it, and the same caller in other groups does not.
     */
    CompletableFuture<Boolean> allows(Caller caller, Right right, String namespace, @Nullable String name) {
        return answers.get(
                        new Question(caller, right, namespace, name),
                        (question, executor) ->
                                parallel.start(() -> reviewer.subjectAccessReview(caller, right, namespace, name)))
                .copy();
    }

    private Caffeine<Object, Object> bounded(Ticker ticker) {
        return Caffeine.newBuilder().ticker(ticker).maximumSize(settings.cacheSize());
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

    private record Identity(Optional<Caller> caller, Optional<Instant> expiresAt) {}

    private record Question(
            Caller caller,
            Right right,
            String namespace,
            @Nullable String name) {}
}
