package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the packaged service does by itself, by the clock of this machine. */
@ExtendWith(KubeApiExtension.class)
@Tag("store")
class ScheduleIT {

    private static final String OFTEN = "*/3 * * * * *";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;

    ScheduleIT(KubeApi api) {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("scheduled"));
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void captures_at_each_time_and_once_for_one_that_passed_while_it_was_down() {
        try (var service = service(OFTEN)) {
            await().atMost(PATIENCE).until(() -> triggers(service).size(), greaterThanOrEqualTo(3));
            assertThat(triggers(service)).containsOnly("schedule");
            service.kill();
        }
        var missed = LocalTime.now(ZoneOffset.UTC).plusSeconds(1);
        await().until(() -> LocalTime.now(ZoneOffset.UTC).isAfter(missed));
        var daily = "%d %d %d * * *".formatted(missed.getSecond(), missed.getMinute(), missed.getHour());

        for (int start = 0; start < 2; start++) {
            try (var service = service(daily)) {
                await().atMost(PATIENCE).until(() -> triggers(service).contains("catch-up"));
                await().during(Duration.ofSeconds(3)).until(() -> count(triggers(service), "catch-up") == 1);
            }
        }
    }

    @Test
    void says_each_run_that_failed_while_the_store_was_down_and_goes_on() {
        try (var service = service(OFTEN)) {
            parts.sshd().stop();
            await().atMost(PATIENCE).until(() -> failures(service).size() >= 2);
            parts.sshd().restart();
            await().atMost(PATIENCE)
                    .until(() -> new ApiClient(service).get("/api/v1/bundles").statusCode() == 200);
            await().atMost(PATIENCE).until(() -> triggers(service).contains("schedule"));

            assertThat(failures(service))
                    .allMatch(line -> line.contains("store-unavailable: ") && line.contains("127.0.0.1:"));
            assertThat(service.log()).doesNotContain("\tat org.apicdr");
        }
    }

    private RunningService service(String schedule) {
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("apic-dr.capture.schedule", schedule);
        return RunningService.start(parts.folder(), properties);
    }

    private List<String> failures(RunningService service) {
        return service.log()
                .lines()
                .filter(line -> line.contains("Capture (schedule) of " + subsystem.namespace() + "/management failed"))
                .toList();
    }

    /** What made each bundle on the store. */
    private static List<String> triggers(RunningService service) {
        var apiClient = new ApiClient(service);
        var ids = apiClient
                .asks()
                .header("Cache-Control", "no-cache")
                .get("/api/v1/bundles")
                .then()
                .extract()
                .<List<String>>path("items.id");
        return ids.stream()
                .map(id ->
                        apiClient.get("/api/v1/bundles/" + id).then().extract().<String>path("manifest.trigger"))
                .toList();
    }

    private static long count(List<String> words, String word) {
        return words.stream().filter(word::equals).count();
    }
}
