package org.apicdr.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class AccessReviewCacheTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final Duration CACHE_TIME = Duration.ofSeconds(10);

    private final SettableClock clock = new SettableClock(NOW);
    private final FakeReviewer reviewer = new FakeReviewer();
    private final AccessReviewCache accessReviewCache = reviews(Map.of());
    private final AuthenticatedUser operator = FakeReviewer.caller("operator", "team");

    @Test
    void ask_once_for_a_token_within_the_cache_time() {
        reviewer.knows("opaque", operator);

        assertThat(caller("opaque")).hasValue(operator);
        reviewer.forgets("opaque");
        clock.advance(CACHE_TIME.minusMillis(1));
        assertThat(caller("opaque")).hasValue(operator);
        assertThat(reviewer.asked()).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(caller("opaque")).isEmpty();
    }

    @Test
    void remember_refusals_too() {
        assertThat(caller("opaque")).isEmpty();
        reviewer.knows("opaque", operator);
        assertThat(caller("opaque")).isEmpty();
        assertThat(reviewer.asked()).hasSize(1);

        clock.advance(CACHE_TIME);
        assertThat(caller("opaque")).hasValue(operator);
    }

    @Test
    void remember_for_an_hour_which_tokens_were_accepted() {
        reviewer.knows("opaque", operator);
        assertThat(hasAccepted("opaque")).isFalse();

        caller("opaque");
        caller("another");

        clock.advance(Duration.ofMinutes(59));
        assertThat(hasAccepted("opaque")).isTrue();
        assertThat(hasAccepted("another")).isFalse();
        caller("opaque");
        clock.advance(Duration.ofMinutes(59));
        assertThat(hasAccepted("opaque")).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(hasAccepted("opaque")).isFalse();
    }

    @Test
    void remember_no_longer_that_a_token_was_accepted_once_it_is_refused() {
        reviewer.knows("opaque", operator);
        caller("opaque");
        reviewer.forgets("opaque");
        clock.advance(CACHE_TIME);

        assertThat(caller("opaque")).isEmpty();

        assertThat(hasAccepted("opaque")).isFalse();
    }

    @Test
    void tell_tokens_apart() {
        reviewer.knows("opaque", operator);

        assertThat(caller("opaque")).hasValue(operator);
        assertThat(caller("opaquE")).isEmpty();
    }

    @Test
    void ask_again_when_the_token_has_expired() {
        var token = jwt("%d.25".formatted(NOW.getEpochSecond() + 3));
        reviewer.knows(token, operator);

        assertThat(caller(token)).hasValue(operator);
        clock.advance(Duration.ofMillis(3_249));
        assertThat(caller(token)).hasValue(operator);
        assertThat(reviewer.asked()).hasSize(1);

        reviewer.forgets(token);
        clock.advance(Duration.ofMillis(1));
        assertThat(caller(token)).isEmpty();
    }

    @Test
    void remember_no_longer_than_the_cache_time_what_expires_later() {
        var token = jwt(String.valueOf(NOW.getEpochSecond() + 3600));
        reviewer.knows(token, operator);

        caller(token);
        clock.advance(CACHE_TIME);
        caller(token);

        assertThat(reviewer.asked()).hasSize(2);
    }

    @Test
    void do_not_remember_a_token_that_has_expired_long_ago() {
        var token = jwt("1");

        caller(token);
        caller(token);

        assertThat(reviewer.asked()).hasSize(2);
    }

    @Test
    void do_not_remember_that_the_api_server_is_away() {
        reviewer.knows("opaque", operator);
        reviewer.grants(operator, Permission.GET, "apic");
        reviewer.isAway(true);

        assertThatThrownBy(() -> caller("opaque"))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> mayGet(operator, "one")).hasCauseInstanceOf(ServiceException.class);

        reviewer.isAway(false);
        assertThat(caller("opaque")).hasValue(operator);
        assertThat(mayGet(operator, "one")).isTrue();
    }

    @Test
    void ask_once_where_many_wait_and_the_api_server_is_away() {
        reviewer.isAway(true);
        reviewer.holdUp();

        var waiting = Stream.generate(() -> BearerToken.parse("Bearer opaque").orElseThrow())
                .limit(20)
                .map(accessReviewCache::caller)
                .toList();
        reviewer.goOn();

        assertThat(waiting)
                .allSatisfy(caller -> assertThatThrownBy(caller::join).hasCauseInstanceOf(ServiceException.class));
        assertThat(reviewer.asked()).hasSize(1);
    }

    @Test
    void ask_once_for_a_right_within_the_cache_time() {
        reviewer.grants(operator, Permission.GET, "apic");

        assertThat(mayGet(operator, "one")).isTrue();
        reviewer.revokesAll();
        clock.advance(CACHE_TIME.minusMillis(1));
        assertThat(mayGet(operator, "one")).isTrue();

        clock.advance(Duration.ofMillis(1));
        assertThat(mayGet(operator, "one")).isFalse();
        reviewer.grants(operator, Permission.GET, "apic");
        assertThat(mayGet(operator, "one")).as("a refusal is remembered").isFalse();
    }

    @Test
    void ask_once_where_many_wait_for_the_same() {
        reviewer.knows("opaque", operator);
        reviewer.holdUp();

        var waiting = Stream.generate(() -> BearerToken.parse("Bearer opaque").orElseThrow())
                .limit(20)
                .map(accessReviewCache::caller)
                .toList();
        reviewer.goOn();

        assertThat(waiting).allSatisfy(caller -> assertThat(caller.join()).hasValue(operator));
        assertThat(reviewer.asked()).hasSize(1);
    }

    @Test
    void tell_rights_apart_by_all_that_is_asked() {
        reviewer.grants(operator, Permission.GET, "apic", "one");

        assertThat(mayGet(operator, "one")).isTrue();
        assertThat(mayGet(operator, "two")).isFalse();
        assertThat(mayGet(FakeReviewer.caller("operator", "another team"), "one"))
                .isFalse();
        assertThat(accessReviewCache
                        .allows(operator, Permission.DELETE, "apic", "one")
                        .join())
                .isFalse();
        assertThat(accessReviewCache
                        .allows(operator, Permission.GET, "other", "one")
                        .join())
                .isFalse();
    }

    @Test
    void survive_a_caller_that_gives_up() {
        reviewer.grants(operator, Permission.GET, "apic");

        accessReviewCache.allows(operator, Permission.GET, "apic", "one").cancel(true);

        assertThat(mayGet(operator, "one")).isTrue();
    }

    @Test
    void remember_nothing_where_nothing_may_be_remembered() {
        var forgetful = reviews(Map.of("cache-time", "0s"));
        var token = BearerToken.parse("Bearer opaque").orElseThrow();

        forgetful.caller(token).join();
        forgetful.caller(token).join();

        assertThat(reviewer.asked()).hasSize(2);
    }

    @Test
    void name_the_audiences() {
        var choosy = reviews(Map.of("audiences", "apic-dr"));

        choosy.caller(BearerToken.parse("Bearer opaque").orElseThrow()).join();

        assertThat(reviewer.asked()).containsExactly("whose is opaque [apic-dr]");
    }

    private boolean hasAccepted(String token) {
        return accessReviewCache.hasAccepted(
                BearerToken.parse("Bearer " + token).orElseThrow());
    }

    private Optional<AuthenticatedUser> caller(String token) {
        return accessReviewCache
                .caller(BearerToken.parse("Bearer " + token).orElseThrow())
                .join();
    }

    private boolean mayGet(AuthenticatedUser authenticatedUser, String name) {
        return accessReviewCache
                .allows(authenticatedUser, Permission.GET, "apic", name)
                .join();
    }

    private AccessReviewCache reviews(Map<String, String> properties) {
        return new AccessReviewCache(
                reviewer,
                AccessControlFixture.settings(properties),
                ParallelExecutorFixture.parallel(),
                clock,
                () -> Duration.between(NOW, clock.instant()).toNanos());
    }

    private static String jwt(String exp) {
        var claims = "{\"exp\": %s}".formatted(exp).getBytes(StandardCharsets.UTF_8);
        return "e30.%s.c2ln".formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(claims));
    }
}
