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
        var held = none.afterWrite(lease("me", 0), new LeaseState.Hold(START, TRUSTED));

        assertThat(held.status(after(19.9))).isEqualTo(LeaderStatus.thisReplica("me"));
        assertThat(held.status(after(20))).isEqualTo(LeaderStatus.unknown("The lease was not renewed in time."));
    }

    @Test
    void a_machine_that_slept_trusts_nothing_from_before() {
        var held = none.afterWrite(lease("me", 0), new LeaseState.Hold(START, TRUSTED));
        var awake = new ClockReading(
                START.time().plusSeconds(60), Duration.ofSeconds(1).toNanos());

        assertThat(held.status(awake).leader()).isEqualTo(LeaderStatus.Leader.UNKNOWN);
    }

    @Test
    void a_clock_that_is_set_back_prolongs_nothing() {
        var held = none.afterWrite(lease("me", 0), new LeaseState.Hold(START, TRUSTED));
        var setBack = new ClockReading(
                START.time().minusSeconds(3600), Duration.ofSeconds(21).toNanos());

        assertThat(held.status(setBack).leader()).isEqualTo(LeaderStatus.Leader.UNKNOWN);
    }

    @Test
    void anothers_lease_is_free_when_it_stood_unchanged_here_for_its_duration() {
        var waiting = none.afterRead(lease("other", 0), START).afterRead(lease("other", 0), after(29));

        assertThat(waiting.mayWrite(after(29.9))).isFalse();
        assertThat(waiting.mayWrite(after(30))).isTrue();
    }

    @Test
    void anothers_renewal_starts_the_wait_anew_whatever_time_it_names() {
        var waiting = none.afterRead(lease("other", -86_400), START);
        assertThat(waiting.mayWrite(START))
                .as("its holder's clock is a day behind")
                .isFalse();

        var renewed = waiting.afterRead(lease("other", -86_390), after(10));
        assertThat(renewed.mayWrite(after(30))).isFalse();
        assertThat(renewed.mayWrite(after(40))).isTrue();
    }

    @Test
    void a_clock_that_is_set_ahead_frees_nothing() {
        var waiting = none.afterRead(lease("other", 0), START);
        var ahead = new ClockReading(
                START.time().plusSeconds(86_400), Duration.ofSeconds(1).toNanos());

        assertThat(waiting.mayWrite(ahead)).isFalse();
    }

    @Test
    void a_lease_that_nobody_holds_is_free_at_once() {
        assertThat(none.mayWrite(START)).isTrue();
        assertThat(none.afterRead(lease(null, 0), START).mayWrite(START)).isTrue();
        assertThat(none.afterRead(new Lease(), START).mayWrite(START)).isTrue();
    }

    @Test
    void a_lease_that_was_deleted_still_binds_who_saw_it() {
        var waiting = none.afterRead(lease("other", 0), START).afterMissing();

        assertThat(waiting.mayWrite(after(10))).isFalse();
        assertThat(waiting.mayWrite(after(30))).isTrue();
    }

    @Test
    void who_sees_anothers_name_leads_no_more_however_fresh_its_own_was() {
        var lost = none.afterWrite(lease("me", 0), new LeaseState.Hold(START, TRUSTED))
                .afterRead(lease("other", 1), after(1));

        assertThat(lost.status(after(1))).isEqualTo(LeaderStatus.otherReplica("other"));
    }

    @Test
    void who_finds_its_own_name_may_renew_but_leads_only_once_that_was_answered() {
        var unanswered = none.afterRead(lease("me", 0), START);

        assertThat(unanswered.status(START).leader()).isEqualTo(LeaderStatus.Leader.UNKNOWN);
        assertThat(unanswered.mayWrite(START)).isTrue();
    }

    @Test
    void a_failed_renewal_costs_nothing_until_the_trust_ends() {
        var failed = none.afterWrite(lease("me", 0), new LeaseState.Hold(START, TRUSTED))
                .afterFailure("no answer");

        assertThat(failed.status(after(19))).isEqualTo(LeaderStatus.thisReplica("me"));
        assertThat(failed.status(after(21))).isEqualTo(LeaderStatus.unknown("no answer"));
    }

    @Test
    void another_leads_for_all_that_is_known_until_its_lease_could_have_ended_unseen() {
        var blind = none.afterRead(lease("other", 0), START).afterFailure("no answer");

        assertThat(blind.status(after(29))).isEqualTo(LeaderStatus.otherReplica("other"));
        assertThat(blind.status(after(30))).isEqualTo(LeaderStatus.unknown("no answer"));
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
