package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TightLimitsProfile.class)
class MetricsTest extends RestTest {

    private static final Duration A_FEW_LOOKS = Duration.ofSeconds(15);

    private static final String OURS = "{cluster=\"management\",namespace=\"apic\"}";

    @Test
    void count_captures_by_what_they_came_to() {
        double created = captures("created");
        double unchanged = captures("unchanged");
        double absent = captures("subsystem-not-found");

        capture("{}").statusCode(404);
        world().subsystem();
        captured();
        capture("{\"onlyIfChanged\": true}").statusCode(200);

        assertThat(captures("created")).isEqualTo(created + 1);
        assertThat(captures("unchanged")).isEqualTo(unchanged + 1);
        assertThat(captures("subsystem-not-found")).isEqualTo(absent + 1);
    }

    @Test
    void count_verifications_by_verdict() {
        world().subsystem();
        captured();
        var name = "apic_dr_verifications_seconds_count{verdict=\"pass\"}";
        double before = value(name).orElse(0);

        post(BUNDLES + "/latest/verifications", "{}").statusCode(200);

        assertThat(value(name)).hasValue(before + 1);
    }

    @Test
    void tell_what_the_store_holds_of_a_subsystem() {
        world().subsystem();
        captured();
        world().plant("notes.txt", new byte[1]);

        await().atMost(A_FEW_LOOKS).untilAsserted(() -> {
            assertThat(value("apic_dr_bundles" + OURS)).hasValue(1);
            assertThat(value("apic_dr_foreign_files" + OURS)).hasValue(1);
            assertThat(value("apic_dr_newest_bundle_age_seconds" + OURS).orElseThrow())
                    .isBetween(0.0, 60.0);
            assertThat(value("apic_dr_last_capture_success_timestamp_seconds" + OURS)
                            .orElseThrow())
                    .isBetween(now() - 60, now() + 1);
        });
    }

    @Test
    void have_no_age_of_a_bundle_that_is_not_authentic() {
        world().subsystem();
        world().plant("management-82b290a2-20240101T000000Z-1f9a3c2b.tar", new byte[512]);

        await().atMost(A_FEW_LOOKS).untilAsserted(() -> {
            assertThat(value("apic_dr_bundles" + OURS)).hasValue(1);
            assertThat(value("apic_dr_newest_bundle_age_seconds" + OURS)).isEmpty();
        });
    }

    @Test
    void keep_the_last_values_while_the_store_is_away_and_say_that_it_is() {
        world().subsystem();
        captured();
        await().atMost(A_FEW_LOOKS).untilAsserted(() -> {
            assertThat(value("apic_dr_bundles" + OURS)).hasValue(1);
            assertThat(value("apic_dr_store_reachable")).hasValue(1);
        });

        world().stopStore();
        try {
            await().atMost(A_FEW_LOOKS)
                    .untilAsserted(
                            () -> assertThat(value("apic_dr_store_reachable")).hasValue(0));
            assertThat(value("apic_dr_bundles" + OURS)).hasValue(1);
            assertThat(value("apic_dr_cluster_reachable")).hasValue(1);
        } finally {
            world().resumeStore();
        }
        await().atMost(A_FEW_LOOKS)
                .untilAsserted(
                        () -> assertThat(value("apic_dr_store_reachable")).hasValue(1));
    }

    @Test
    void forget_a_subsystem_that_is_neither_visible_nor_stored() {
        world().subsystem(RestTestEnvironment.SECOND);
        var second = "apic_dr_bundles{cluster=\"management\",namespace=\"second\"}";
        await().atMost(A_FEW_LOOKS)
                .untilAsserted(() -> assertThat(value(second)).hasValue(0));

        world().reset();

        await().atMost(A_FEW_LOOKS)
                .untilAsserted(() -> assertThat(value(second)).isEmpty());
    }

    @Test
    void show_no_folder_of_a_namespace_that_is_not_looked_at() {
        world().subsystem();
        world().plantFolder("stranger");
        captured();

        await().atMost(A_FEW_LOOKS)
                .untilAsserted(() -> assertThat(value("apic_dr_bundles" + OURS)).hasValue(1));

        assertThat(scrape()).doesNotContain("stranger");
    }

    @Test
    void hold_nothing_that_a_caller_made_up() {
        when().get("/madeup1");
        when().get(BUNDLES + "/madeup2");
        given().header("Host", "madeup3.example.com").get("/madeup4");
        given().request("PUT", BUNDLES + "/madeup5");
        given().request("MADEUP6", BUNDLES);
        when().get(BUNDLES + "?namespace=madeup7");
        capture("{\"namespace\": \"madeup8\", \"cluster\": \"madeup9\"}").statusCode(404);

        assertThat(scrape()).contains("http_server_requests_seconds").doesNotContainIgnoringCase("madeup");
    }

    @Test
    void are_all_described() {
        world().subsystem();
        captured();
        await().atMost(A_FEW_LOOKS)
                .untilAsserted(() -> assertThat(value("apic_dr_bundles" + OURS)).hasValue(1));

        var described = Pattern.compile("^# HELP (apic_dr_\\w+) +\\S", Pattern.MULTILINE);
        var typed = Pattern.compile("^# TYPE (apic_dr_\\w+) ", Pattern.MULTILINE);
        var metrics = scrape();
        assertThat(described.matcher(metrics).results().map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(typed.matcher(metrics)
                        .results()
                        .map(match -> match.group(1))
                        .toList());
    }

    private static double captures(String outcome) {
        return value("apic_dr_captures_seconds_count{outcome=\"%s\",trigger=\"api\"}".formatted(outcome))
                .orElse(0);
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    private static OptionalDouble value(String series) {
        return scrape().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .findFirst();
    }

    private static String scrape() {
        return given().accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .replace(",}", "}");
    }
}
