package org.apicdr.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apicdr.capture.schedule.LeaderStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules by which no two lead at once: one's own trust ends before another's patience does. */
@Tag("unit")
class LeaseStateTest {

    private static final ClockReading START = new ClockReading(Instant.parse("2026-11-22T12:00:00Z"), 0);

    private static final Duration TRUSTED = Duration.ofSeconds(20);

    private final LeaseState none = LeaseState.none("me");

    @Test
    void a_lease_that_is_held_is_trusted_from_before_it_was_written() {
        var held = none.holds(lease("me", 0), new LeaseState.Hold(START, TRUSTED));

        assertThat(held.turn(after(19.9))).isEqualTo(LeaderStatus.ours("me"));
        assertThat(held.turn(after(20))).isEqualTo(LeaderStatus.nobodys("The lease was not renewed in time."));
    }

    @Test
    void a_machine_that_slept_trusts_nothing_from_before() {
        var held = none.holds(lease("me", 0), new LeaseState.Hold(START, TRUSTED));
        var awake = new ClockReading(
                START.time().plusSeconds(60), Duration.ofSeconds(1).toNanos());

        assertThat(held.turn(awake).whose()).isEqualTo(LeaderStatus.Whose.NOBODYS);
    }

    @Test
    void a_clock_that_is_set_back_prolongs_nothing() {
        var held = none.holds(lease("me", 0), new LeaseState.Hold(START, TRUSTED));
        var setBack = new ClockReading(
                START.time().minusSeconds(3600), Duration.ofSeconds(21).toNanos());

        assertThat(held.turn(setBack).whose()).isEqualTo(LeaderStatus.Whose.NOBODYS);
    }

    @Test
    void anothers_lease_is_free_when_it_stood_unchanged_here_for_its_duration() {
        var waiting = none.sees(lease("other", 0), START).sees(lease("other", 0), after(29));

        assertThat(waiting.mayTake(after(29.9))).isFalse();
        assertThat(waiting.mayTake(after(30))).isTrue();
    }

    @Test
    void anothers_renewal_starts_the_wait_anew_whatever_time_it_names() {
        var waiting = none.sees(lease("other", -86_400), START);
        assertThat(waiting.mayTake(START))
                .as("its holder's clock is a day behind")
                .isFalse();

        var renewed = waiting.sees(lease("other", -86_390), after(10));
        assertThat(renewed.mayTake(after(30))).isFalse();
        assertThat(renewed.mayTake(after(40))).isTrue();
    }

    @Test
    void a_clock_that_is_set_ahead_frees_nothing() {
        var waiting = none.sees(lease("other", 0), START);
        var ahead = new ClockReading(
                START.time().plusSeconds(86_400), Duration.ofSeconds(1).toNanos());

        assertThat(waiting.mayTake(ahead)).isFalse();
    }

    @Test
    void a_lease_that_nobody_holds_is_free_at_once() {
        assertThat(none.mayTake(START)).isTrue();
        assertThat(none.sees(lease(null, 0), START).mayTake(START)).isTrue();
        assertThat(none.sees(new Lease(), START).mayTake(START)).isTrue();
    }

    @Test
    void a_lease_that_was_deleted_still_binds_who_saw_it() {
        var waiting = none.sees(lease("other", 0), START).missed();

        assertThat(waiting.mayTake(after(10))).isFalse();
        assertThat(waiting.mayTake(after(30))).isTrue();
    }

    @Test
    void who_sees_anothers_name_leads_no_more_however_fresh_its_own_was() {
        var lost =
                none.holds(lease("me", 0), new LeaseState.Hold(START, TRUSTED)).sees(lease("other", 1), after(1));

        assertThat(lost.turn(after(1))).isEqualTo(LeaderStatus.theirs("other"));
    }

    @Test
    void who_finds_its_own_name_may_renew_but_leads_only_once_that_was_answered() {
        var unanswered = none.sees(lease("me", 0), START);

        assertThat(unanswered.turn(START).whose()).isEqualTo(LeaderStatus.Whose.NOBODYS);
        assertThat(unanswered.mayTake(START)).isTrue();
    }

    @Test
    void a_failed_renewal_costs_nothing_until_the_trust_ends() {
        var failed =
                none.holds(lease("me", 0), new LeaseState.Hold(START, TRUSTED)).fails("no answer");

        assertThat(failed.turn(after(19))).isEqualTo(LeaderStatus.ours("me"));
        assertThat(failed.turn(after(21))).isEqualTo(LeaderStatus.nobodys("no answer"));
    }

    @Test
    void another_leads_for_all_that_is_known_until_its_lease_could_have_ended_unseen() {
        var blind = none.sees(lease("other", 0), START).fails("no answer");

        assertThat(blind.turn(after(29))).isEqualTo(LeaderStatus.theirs("other"));
        assertThat(blind.turn(after(30))).isEqualTo(LeaderStatus.nobodys("no answer"));
    }

    private static ClockReading after(double seconds) {
        var passed = Duration.ofMillis(Math.round(seconds * 1000));
        return new ClockReading(START.time().plus(passed), passed.toNanos());
    }

    /** As its holder wrote it, by a clock that differs from the one here. */
    private static Lease lease(@Nullable String holder, int renewed) {
        return new LeaseBuilder()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(30)
                .withRenewTime(START.time().plusSeconds(renewed).atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
    }
}
