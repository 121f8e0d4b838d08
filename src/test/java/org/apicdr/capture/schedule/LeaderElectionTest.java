package org.apicdr.capture.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.Map;
import org.apicdr.rest.CapturedLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("unit")
@Isolated
class LeaderElectionTest {

    private static final Map<String, String> LEASE = Map.of("lease", "apic-dr-captures");

    private final FakeLeadership leadership = new FakeLeadership();

    @Test
    void without_a_lease_this_process_leads_and_asks_nobody() {
        var alone = election(Map.of());

        alone.begin(new StartupEvent());
        alone.logChange();
        alone.release();

        assertThat(alone.leads()).isTrue();
        assertThat(alone.status()).isEmpty();
        assertThat(leadership.calls()).isEmpty();
    }

    @Test
    void leads_only_while_the_lease_is_held_here() {
        var leaderElection = election(LEASE);
        assertThat(leaderElection.status()).as("not yet answered").isEmpty();
        assertThat(leaderElection.leads()).isFalse();

        leadership.becomes(LeaderStatus.otherReplica("apic-dr-1_ab"));
        assertThat(leaderElection.leads()).isFalse();
        assertThat(leaderElection.status()).contains(LeaderStatus.otherReplica("apic-dr-1_ab"));

        leadership.becomes(LeaderStatus.thisReplica("apic-dr-0_cd"));
        assertThat(leaderElection.leads()).isTrue();

        leadership.becomes(LeaderStatus.unknown("the API server did not answer"));
        assertThat(leaderElection.leads()).isFalse();
    }

    @Test
    void says_once_who_leads_and_when_that_ends() {
        var leaderElection = election(LEASE);
        try (var log = CapturedLog.start()) {
            look(leaderElection, LeaderStatus.otherReplica("apic-dr-1_ab"));
            look(leaderElection, LeaderStatus.thisReplica("apic-dr-0_cd"));
            look(leaderElection, LeaderStatus.unknown("grant get, create and update"));

            assertThat(log.text())
                    .containsOnlyOnce("apic-dr-1_ab leads the scheduled captures. It holds the lease apic-dr-captures")
                    .containsOnlyOnce("This replica leads the scheduled captures. It holds the lease apic-dr-captures"
                            + " as apic-dr-0_cd")
                    .containsOnlyOnce("This replica no longer leads the scheduled captures")
                    .containsOnlyOnce(
                            "No replica is known to lead the scheduled captures. grant get, create and update");
        }
    }

    @Test
    void seeks_the_lease_from_the_start_on_and_says_nothing_before_the_first_answer() {
        var leaderElection = election(LEASE);
        try (var log = CapturedLog.start()) {
            leaderElection.begin(new StartupEvent());
            leaderElection.logChange();

            assertThat(leadership.calls()).containsExactly("seek apic-dr-captures");
            assertThat(log.text()).doesNotContain("scheduled captures");
        }
    }

    @Test
    void a_lease_of_any_duration_is_looked_at_in_time_for_its_trust_to_last() {
        for (int seconds : new int[] {5, 7, 30, 3600}) {
            var leaseSettings = new LeaseSettings("any", Duration.ofSeconds(seconds));

            assertThat(leaseSettings.retryPeriod()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
            assertThat(leaseSettings.retryPeriod().multipliedBy(3)).isLessThanOrEqualTo(leaseSettings.renewDeadline());
            assertThat(leaseSettings.renewDeadline()).isLessThan(leaseSettings.duration());
        }
    }

    @Test
    void begins_nothing_while_it_leaves_but_keeps_the_lease_until_it_resigns() {
        var leaderElection = election(LEASE);
        try (var log = CapturedLog.start()) {
            look(leaderElection, LeaderStatus.thisReplica("apic-dr-0_cd"));

            leaderElection.drain();
            assertThat(leaderElection.leads()).isFalse();
            assertThat(leadership.calls()).doesNotContain("resign");

            leaderElection.release();
            assertThat(leadership.calls()).contains("resign");
            assertThat(log.text())
                    .containsOnlyOnce("This replica no longer leads the scheduled captures")
                    .doesNotContain("No replica is known");
        }
    }

    @Test
    void releases_the_lease_once_captures_and_drills_in_progress_have_ended() throws InterruptedException {
        var leaderElection = election(LEASE);
        leadership.becomes(LeaderStatus.thisReplica("apic-dr-0_cd"));
        var end = new Thread(() -> leaderElection.end(new ShutdownEvent()));

        leaderElection.work().lock();
        try {
            end.start();
            await().until(() -> end.getState() == Thread.State.TIMED_WAITING);
            assertThat(leaderElection.leads()).isFalse();
            assertThat(leadership.calls()).isEmpty();
        } finally {
            leaderElection.work().unlock();
        }

        end.join();
        assertThat(leadership.calls()).containsExactly("resign");
    }

    @Test
    void captures_and_drills_do_not_wait_for_each_other() throws InterruptedException {
        var leaderElection = election(LEASE);
        var drill = new Thread(() -> leaderElection.work().lock());

        leaderElection.work().lock();
        drill.start();

        drill.join(10_000);
        assertThat(drill.isAlive()).isFalse();
    }

    private void look(LeaderElection leaderElection, LeaderStatus leaderStatus) {
        leadership.becomes(leaderStatus);
        leaderElection.logChange();
        leaderElection.logChange();
    }

    private LeaderElection election(Map<String, String> properties) {
        return new LeaderElection(ScheduleFixture.config(properties), leadership);
    }
}
