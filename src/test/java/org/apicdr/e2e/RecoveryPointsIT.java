package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apicdr.bundle.BundleId;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The encryption key is rotated between two backups, and each backup finds the bundle with its key. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class RecoveryPointsIT {

    private static final int TESTS = 3;

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss'F'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final RunningService service;
    private final ApiClient apiClient;

    /** One namespace for each test. */
    private final Deque<String> unused = new ArrayDeque<>();

    private SampleSubsystem subsystem;
    private FakeOperators operators;

    RecoveryPointsIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        for (int test = 0; test < TESTS; test++) {
            unused.add(api.namespace("points"));
        }
        this.service = parts.service(List.copyOf(unused));
        this.apiClient = new ApiClient(service);
    }

    @BeforeEach
    void createSubsystem() {
        subsystem = SampleSubsystem.release1001(api.client(), unused.remove());
        operators = new FakeOperators(subsystem);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void a_backup_from_before_a_rotation_finds_the_old_key_and_one_from_after_it_the_new() {
        var old = capturesAround();
        backUp("first", old.backupAt());
        subsystem.rotateSecret("management-enc-key");
        var young = capturesAround();
        backUp("second", young.backupAt());

        points(2)
                .body("items.databaseBackup.name", contains("second", "first"))
                .body("items.key", contains("certain", "certain"))
                .body("items.state", contains("complete", "complete"))
                .body("items.reasons.flatten()", is(empty()));
        assertThat(bundles(0)).isNotEmpty().isSubsetOf(young.bundles());
        assertThat(bundles(1)).isNotEmpty().isSubsetOf(old.bundles());
    }

    @Test
    void a_backup_that_a_rotation_follows_uncaptured_is_ambiguous() {
        var old = capturesAround();
        backUp("first", old.end().plusSeconds(1));
        subsystem.rotateSecret("management-enc-key");

        points(1)
                .body("items.key", contains("ambiguous"))
                .body("items.state", contains("partial"))
                .body("items[0].reasons[0]", containsString("which is in no bundle. Capture a bundle."));
        assertThat(bundles(0)).isSubsetOf(old.bundles());
    }

    @Test
    void the_guide_in_a_bundle_names_the_points_that_were_known() {
        var old = capturesAround();
        backUp("first", old.backupAt());
        subsystem.rotateSecret("management-enc-key");
        backUp("second", Instant.now().plusSeconds(3600));

        var id = apiClient.captures(subsystem);

        var guide = Command.run(parts.store(subsystem), "tar", "-xOf", id + ".tar", "RECOVERY.md")
                .stdout();
        assertThat(row(guide, ID.format(old.backupAt())))
                .contains("| certain | " + bundles(1).get(0), "| complete |");
        assertThat(guide).contains("An entry does not prove that the backup can be");
        assertThat(row(guide, "second")).contains("Ready");
    }

    private static String row(String guide, String text) {
        return guide.lines()
                .filter(line -> line.startsWith("| " + text))
                .findFirst()
                .orElseThrow(() -> new AssertionError(guide));
    }

    /** Captures before and after a moment; the last one is younger. */
    private Captures capturesAround() {
        var bundles = new ArrayList<BundleId>();
        bundles.add(new BundleId(apiClient.captures(subsystem)));
        var moment = bundles.get(0).createdAt().plusSeconds(1);
        while (!bundles.get(bundles.size() - 1).createdAt().isAfter(moment)) {
            bundles.add(new BundleId(apiClient.captures(subsystem)));
        }
        return new Captures(moment, bundles.stream().map(BundleId::value).toList());
    }

    private void backUp(String name, Instant at) {
        operators.ask(
                "ManagementBackup", name, Map.of("clusterName", "management", "crType", "create", "type", "full"));
        operators.say(
                "ManagementBackup",
                name,
                Map.of("phase", "Ready", "id", ID.format(at), "info", Map.of("rangeStart", at.getEpochSecond())));
    }

    private List<String> bundles(int point) {
        return points(2).extract().path("items[%d].bundles".formatted(point));
    }

    /** The newest ones; the sample has a backup of long ago besides. */
    private ValidatableResponse points(int limit) {
        return apiClient
                .get("/api/v1/recovery-points?namespace=%s&limit=%d".formatted(subsystem.namespace(), limit))
                .then()
                .statusCode(200);
    }

    private record Captures(Instant backupAt, List<String> bundles) {

        Instant end() {
            return new BundleId(bundles.get(bundles.size() - 1)).createdAt();
        }
    }
}
