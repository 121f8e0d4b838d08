package org.apicdr.capture.schedule;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apicdr.pause.PauseService;
import org.apicdr.rest.CapturedLog;
import org.apicdr.rest.RestTestEnvironment;
import org.apicdr.rest.RestTestResource;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.ShiftedClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Days pass in moments: the schedule is asked what is due, on the clock that the whole service goes by. */
@QuarkusTest
@WithTestResource(RestTestResource.class)
@Tag("rest")
@Execution(ExecutionMode.SAME_THREAD)
class CaptureSchedulerTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ScheduledCaptureRunnerFixture rounds;
    private final CaptureFailures captureFailures;
    private final PauseService pauseService;
    private final ShiftedClock clock;
    private final Path recipients;
    private final FakeLeadership leadership = new FakeLeadership(LeaderStatus.otherReplica("another"));
    private @Nullable RestTestEnvironment restTestEnvironment;

    CaptureSchedulerTest(
            ScheduledCaptureRunnerFixture rounds,
            CaptureFailures captureFailures,
            PauseService pauseService,
            ShiftedClock clock,
            @ConfigProperty(name = "apic-dr.seal.recipients-file") Path recipients) {
        this.recipients = recipients;
        this.rounds = rounds;
        this.pauseService = pauseService;
        this.captureFailures = captureFailures;
        this.clock = clock;
    }

    @BeforeEach
    void startAfresh() {
        world().reset();
        captureFailures.keep(List.of());
    }

    @AfterEach
    void returnToToday() {
        clock.reset();
    }

    @Test
    void makes_a_bundle_for_each_scheduled_time() {
        world().subsystem();
        var schedule = start(Map.of("schedule", "* * * * *", "on-start", "false"));
        schedule.tick();
        assertThat(bundles()).isZero();

        pass(MINUTE, schedule);
        assertThat(bundles()).isEqualTo(1);
        assertThat(trigger()).isEqualTo("schedule");

        pass(MINUTE, schedule);
        assertThat(bundles()).isEqualTo(2);
    }

    @Test
    void makes_none_while_it_is_paused_and_goes_on_afterwards() {
        world().subsystem();
        var subsystem = new SubsystemRef(RestTestEnvironment.NAMESPACE, "management");
        var schedule = start(Map.of("schedule", "* * * * *"));
        pauseService.pause(subsystem, "upgrade", null);
        schedule.tick();
        pass(MINUTE, schedule);
        assertThat(bundles()).isZero();

        pauseService.resume(subsystem);
        pass(MINUTE, schedule);
        assertThat(bundles()).isEqualTo(1);
    }

    @Test
    void makes_the_first_bundle_at_the_start() {
        world().subsystem();
        var schedule = start(Map.of());

        schedule.tick();
        schedule.tick();

        assertThat(bundles()).isEqualTo(1);
        assertThat(trigger()).isEqualTo("start");
    }

    @Test
    void captures_beside_hundreds_of_planted_files() {
        world().subsystem();
        var schedule = start(Map.of("schedule", "* * * * *", "on-start", "false"));
        schedule.tick();
        int planted = 300;
        for (int i = 0; i < planted; i++) {
            var time = TIME.format(clock.instant().plusSeconds(i));
            world().plant("management-82b290a2-%s-%08x.tar".formatted(time, i), new byte[5_120]);
        }

        pass(MINUTE, schedule);
        assertThat(bundles()).isEqualTo(planted + 1);

        pass(MINUTE, schedule);
        assertThat(bundles()).isEqualTo(planted + 2);
        assertThat(trigger()).isEqualTo("schedule");
    }

    @Test
    void makes_none_at_the_start_where_there_is_one_or_none_is_wanted() {
        world().subsystem();
        start(Map.of("on-start", "false")).tick();
        assertThat(bundles()).isZero();

        start(Map.of()).tick();
        start(Map.of()).tick();
        assertThat(bundles()).isEqualTo(1);
    }

    @Test
    void catches_up_once_on_what_was_missed_while_the_service_was_down() {
        world().subsystem();
        start(Map.of()).tick();
        clock.advance(DAY.multipliedBy(3));

        var restarted = start(Map.of());
        restarted.tick();
        restarted.tick();

        assertThat(bundles()).isEqualTo(2);
        assertThat(trigger()).isEqualTo("catch-up");
        start(Map.of()).tick();
        assertThat(bundles()).isEqualTo(2);
    }

    @Test
    void catches_up_though_an_older_bundle_was_sealed_anew_meanwhile() throws IOException {
        world().subsystem();
        start(Map.of()).tick();
        clock.advance(DAY.multipliedBy(3));
        var kept = Files.readString(recipients);
        try {
            Files.writeString(recipients, kept.lines().findFirst().orElseThrow());
            when().post("/api/v1/bundles/" + newest() + "/reseals").then().statusCode(201);

            start(Map.of()).tick();
        } finally {
            Files.writeString(recipients, kept);
        }

        assertThat(bundles()).isEqualTo(3);
        assertThat(trigger()).isEqualTo("catch-up");
    }

    @Test
    void says_each_run_that_failed_and_goes_on() {
        world().subsystem();
        var schedule = start(Map.of("schedule", "* * * * *", "on-start", "false"));
        schedule.tick();

        try (var log = CapturedLog.start()) {
            world().stopStore();
            try {
                pass(MINUTE, schedule);
                pass(MINUTE, schedule);
            } finally {
                world().resumeStore();
            }

            assertThat(log.text().lines().filter(line -> line.contains("Capture (schedule) of apic/management failed")))
                    .hasSize(2)
                    .allMatch(line -> line.contains("store-unavailable: "));
            assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        }

        pass(MINUTE, schedule);
        assertThat(bundles()).isEqualTo(1);
        assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void makes_up_for_a_failed_run_before_the_next_one() {
        var subsystem = world().subsystem();
        var schedule = start(Map.of());
        schedule.tick();
        subsystem.setStatus(status -> status.remove("atmCredentialSecret"));

        try (var log = CapturedLog.start()) {
            pass(DAY, schedule);
            pass(MINUTE, schedule);
            pass(MINUTE.multipliedBy(2), schedule);

            assertThat(log.text().lines().filter(line -> line.contains("of apic/management failed")))
                    .as("the looks in between find nothing new to say")
                    .hasSize(1);
        }
        assertThat(bundles()).isEqualTo(1);
        assertThat(failure("apic/management")).startsWith("subsystem-incomplete: ");

        subsystem.setStatus(status -> status.put(
                "atmCredentialSecret", subsystem.secrets().credentials().get(0)));
        pass(MINUTE.multipliedBy(4), schedule);
        assertThat(bundles()).isEqualTo(2);
        assertThat(trigger()).isEqualTo("catch-up");
        assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void captures_an_unhealthy_subsystem_only_where_there_is_something_new_to_save() {
        var subsystem = world().subsystem();
        unsettle(subsystem);
        var schedule = start(Map.of());

        schedule.tick();
        assertThat(bundles()).as("there was nothing yet").isEqualTo(1);
        assertThat(newest()).endsWith("-dirty");

        pass(DAY, schedule);
        assertThat(bundles()).as("nothing has changed").isEqualTo(1);
        assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        subsystem.rotateSecret(subsystem.secrets().encryption());
        pass(DAY, schedule);
        assertThat(bundles()).as("a secret has changed").isEqualTo(2);
        assertThat(newest()).endsWith("-dirty");
    }

    @Test
    void an_empty_portal_makes_its_bundles_dirty_and_stops_none() {
        var subsystem = world().subsystemWithPortal();
        var schedule = start(Map.of());
        schedule.tick();
        subsystem.plantPortal("planted");

        try (var log = CapturedLog.start()) {
            pass(DAY, schedule);
            assertThat(log.text()).contains("is dirty: apic/management lacks status.encryptionSecret, spec.siteName");
        }
        assertThat(bundles()).isEqualTo(2);
        assertThat(newest()).endsWith("-dirty");
        assertThat(missing("planted")).containsExactly("status.encryptionSecret", "spec.siteName", "endpoints");
        assertThat(missing("portal")).isEmpty();

        pass(DAY, schedule);
        start(Map.of()).tick();
        assertThat(bundles()).as("nothing has changed").isEqualTo(2);
        assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        subsystem.rotateSecret(subsystem.secrets().encryption());
        pass(DAY, schedule);
        assertThat(bundles()).as("a secret has changed").isEqualTo(3);

        subsystem.deletePortal("planted");
        pass(DAY, schedule);
        pass(DAY, schedule);
        assertThat(bundles()).as("it is complete again").isEqualTo(5);
        assertThat(newest()).doesNotEndWith("-dirty");
    }

    @Test
    void a_secret_that_a_portal_lacks_stops_no_capture_and_makes_one_bundle() {
        var subsystem = world().subsystemWithPortal();
        var schedule = start(Map.of());
        schedule.tick();
        subsystem.deleteSecret("portal-enc-key");

        pass(DAY, schedule);
        assertThat(newest()).endsWith("-dirty");
        assertThat(missing("portal")).containsExactly("portal-enc-key");
        pass(DAY, schedule);
        assertThat(bundles()).isEqualTo(2);

        subsystem.deleteSecret(subsystem.secrets().encryption());
        pass(DAY, schedule);
        assertThat(bundles()).isEqualTo(2);
        assertThat(failure("apic/management")).startsWith("subsystem-incomplete: ");
    }

    @Test
    void never_goes_on_by_itself_under_the_name_of_another_installation() {
        world().subsystem();
        var schedule = start(Map.of());
        schedule.tick();
        world().rebuildCluster();
        world().subsystem();

        pass(DAY, schedule);

        assertThat(bundles()).isEqualTo(1);
        assertThat(failure("apic/management")).startsWith("subsystem-identity-changed: ");
    }

    @Test
    void a_failure_does_not_keep_the_next_subsystem_from_its_turn() {
        var first = world().subsystem();
        first.deleteSecret(first.secrets().encryption());
        world().subsystem(RestTestEnvironment.SECOND);

        start(Map.of()).tick();

        assertThat(world().files()).hasSize(1).allMatch(file -> file.contains("/" + RestTestEnvironment.SECOND + "/"));
    }

    @Test
    void says_that_there_is_no_subsystem_and_captures_it_when_it_is_there() {
        var schedule = start(Map.of());
        schedule.tick();
        assertThat(failure("all subsystems")).startsWith("subsystem-not-found: ");

        world().subsystem();
        pass(MINUTE, schedule);

        assertThat(bundles()).isEqualTo(1);
        assertThat(trigger()).isEqualTo("start");
        assertThat(health().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void does_nothing_where_nothing_is_wanted() {
        world().subsystem();
        var schedule = start(Map.of("schedule", "off", "on-start", "false"));

        pass(DAY, schedule);

        assertThat(bundles()).isZero();
        assertThat(schedule.next()).isEmpty();
    }

    @Test
    void leaves_every_run_to_the_replica_that_leads() {
        world().subsystem();
        var schedule = start(Map.of("lease", "apic-dr-captures"));

        schedule.tick();
        pass(DAY, schedule);
        pass(DAY, schedule);

        assertThat(bundles()).isZero();
        assertThat(schedule.next().orElseThrow()).isAfter(clock.instant());
    }

    @Test
    void catches_up_once_when_its_turn_comes_and_only_on_what_is_missing() {
        world().subsystem();
        start(Map.of()).tick();
        var schedule = start(Map.of("lease", "apic-dr-captures"));
        pass(DAY, schedule);

        leadership.becomes(LeaderStatus.thisReplica("this one"));
        schedule.tick();
        schedule.tick();
        assertThat(bundles()).isEqualTo(2);
        assertThat(trigger()).as("the leader died before its run was done").isEqualTo("catch-up");

        leadership.becomes(LeaderStatus.otherReplica("another"));
        schedule.tick();
        leadership.becomes(LeaderStatus.thisReplica("this one"));
        schedule.tick();
        assertThat(bundles()).as("nothing is missing any more").isEqualTo(2);
        pass(DAY, schedule);
        assertThat(bundles()).isEqualTo(3);
        assertThat(trigger()).isEqualTo("schedule");
    }

    @Test
    void leaves_the_rest_of_a_round_to_whoever_took_over_meanwhile() {
        world().subsystem();
        world().subsystem(RestTestEnvironment.SECOND);
        var schedule = start(Map.of("lease", "apic-dr-captures"));

        leadership.endsAfter(2);
        schedule.tick();

        assertThat(bundles())
                .as("asked before the round and before each subsystem")
                .isEqualTo(1);
    }

    @Test
    void gives_the_lease_up_at_the_end_and_begins_nothing_more() {
        world().subsystem();
        var leaderElection = new LeaderElection(config(Map.of("lease", "apic-dr-captures")), leadership);
        var schedule = start(Map.of(), leaderElection);
        leadership.becomes(LeaderStatus.thisReplica("this one"));

        leaderElection.end(new ShutdownEvent());
        schedule.tick();

        assertThat(leadership.calls()).containsExactly("resign");
        assertThat(bundles()).isZero();
    }

    @Test
    void its_health_says_who_leads_and_when_the_next_run_is_due() {
        var shared = Map.of("lease", "apic-dr-captures");
        captureFailures.failed("apic/management", new CaptureFailures.Failure(clock.instant(), "while it led"));

        assertThat(health(shared).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(health(shared).getData().orElseThrow())
                .containsEntry("leading", false)
                .containsEntry("leader", "another")
                .containsOnlyKeys("leading", "leader", "next");

        leadership.becomes(LeaderStatus.thisReplica("this one"));
        assertThat(health(shared).getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(health(shared).getData().orElseThrow())
                .containsEntry("leading", true)
                .containsEntry("leader", "this one")
                .containsKey("apic/management");

        leadership.becomes(LeaderStatus.unknown("grant get, create and update"));
        assertThat(health(shared).getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(health(shared).getData().orElseThrow())
                .containsEntry("leading", false)
                .containsEntry("detail", "grant get, create and update")
                .doesNotContainKey("leader");
    }

    private CaptureScheduler start(Map<String, String> properties) {
        return start(properties, new LeaderElection(config(properties), leadership));
    }

    private CaptureScheduler start(Map<String, String> properties, LeaderElection leaderElection) {
        var schedule = new CaptureScheduler(config(properties), rounds.of(leaderElection), leaderElection, clock);
        schedule.begin(new StartupEvent());
        return schedule;
    }

    /** Unless said otherwise one run a day, half a day from now, so that a few minutes more never meet the next. */
    private ScheduleConfig config(Map<String, String> properties) {
        int hour = clock.instant().atZone(clock.getZone()).plusHours(12).getHour();
        var complete = new HashMap<>(Map.of("schedule", "0 %d * * *".formatted(hour)));
        complete.putAll(properties);
        return ScheduleFixture.config(complete);
    }

    private void pass(Duration duration, CaptureScheduler schedule) {
        clock.advance(duration);
        schedule.tick();
    }

    private HealthCheckResponse health() {
        return health(Map.of("schedule", "off"));
    }

    private HealthCheckResponse health(Map<String, String> properties) {
        var leaderElection = new LeaderElection(ScheduleFixture.config(properties), leadership);
        return new CaptureHealthCheck(
                        new AutomaticCaptures(captureFailures, start(properties, leaderElection), leaderElection))
                .call();
    }

    private String failure(String subject) {
        return String.valueOf(health().getData().orElseThrow().get(subject));
    }

    private int bundles() {
        return world().files().size();
    }

    private static String newest() {
        return latest("id");
    }

    private static String trigger() {
        return latest("manifest.trigger");
    }

    private static List<String> missing(String component) {
        return when().get("/api/v1/bundles/latest?namespace=apic")
                .then()
                .extract()
                .path("manifest.subsystems.find { it.name == '%s' }.missing", component);
    }

    private static String latest(String member) {
        return when().get("/api/v1/bundles/latest?namespace=apic")
                .then()
                .extract()
                .path(member);
    }

    private static void unsettle(SampleSubsystem subsystem) {
        subsystem.setStatus(status -> status.put("phase", "Pending"));
    }

    private RestTestEnvironment world() {
        return Objects.requireNonNull(restTestEnvironment);
    }
}
