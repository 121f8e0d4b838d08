package org.apicdr.rest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apicdr.client.ApiClient;
import org.apicdr.client.ApiException;
import org.apicdr.client.api.BundlesApi;
import org.apicdr.client.api.DatabaseBackupsApi;
import org.apicdr.client.api.SubsystemsApi;
import org.apicdr.client.api.TrustApi;
import org.apicdr.client.api.VerificationsApi;
import org.apicdr.client.model.BackupRequest;
import org.apicdr.client.model.Bundle;
import org.apicdr.client.model.BundleSummary;
import org.apicdr.client.model.CaptureRequest;
import org.apicdr.client.model.CapturedSecret;
import org.apicdr.client.model.FailOn;
import org.apicdr.client.model.Problem;
import org.apicdr.client.model.TakenBackup;
import org.apicdr.client.model.VerificationRequest;
import org.apicdr.client.model.VerifiedBundle;
import org.junit.jupiter.api.Test;

/** The clients that openapi-generator makes of the committed API document, as they are, against the service. */
@QuarkusTest
class GeneratedClientTest extends RestTest {

    private static final Path GENERATED = Path.of("target", "generated-test-sources");

    @Test
    void captures_lists_shows_and_verifies_a_bundle() throws ApiException {
        world().subsystemWithPortal();

        var made = bundles().captureBundle(new CaptureRequest().reason("before the upgrade"));
        var page = bundles().listBundles(null, null, null, null, null, null);
        var shown = bundles().getBundle(made.getId(), "management", RestTestEnvironment.NAMESPACE);
        var latest = bundles().getLatestBundle(null, null);
        var report = verifications().verifyBundle(made.getId(), null, FailOn.FAIL, null, null);

        assertThat(page.getItems()).extracting(BundleSummary::getId).containsExactly(made.getId());
        assertThat(shown).isEqualTo(made).isEqualTo(latest);
        assertThat(shown.getSite()).isEqualTo(RestTestEnvironment.SITE);
        assertThat(shown.getDirty()).isFalse();
        assertThat(report.getVerdict()).isEqualTo("pass");
        assertThat(requireNonNull(bundles().getBundle(made.getId(), null, null).getVerification())
                        .getVerdict())
                .isEqualTo("pass");
        assertThat(report.getNotProven()).containsExactly("restorable");
    }

    @Test
    void deletes_the_newest_bundle_only_by_force() throws ApiException {
        world().subsystem();
        var id = bundles().captureBundle(null).getId();

        var problem = problem(() -> bundles().deleteBundle(id, null, null, null));
        bundles().deleteBundle(id, null, true, null);

        assertThat(problem.getType()).hasToString("urn:apic-dr:problem:last-good-bundle");
        assertThat(problem.getRequestId()).isNotBlank();
        assertThat(bundles().listBundles(null, null, null, null, null, null).getItems())
                .isEmpty();
    }

    @Test
    void reads_the_manifest_by_its_members() throws ApiException {
        world().subsystemWithPortal();

        var manifest = requireNonNull(bundles().captureBundle(null).getManifest());

        var management = manifest.getSubsystems().get(0);
        assertThat(manifest.getSubsystems()).hasSize(2);
        assertThat(management.getHealthy()).isTrue();
        assertThat(management.getEndpoints()).containsKey("apiManager");
        assertThat(management.getSecrets())
                .filteredOn(secret -> secret.getRole().equals("encryption"))
                .extracting(CapturedSecret::getName)
                .containsExactly("management-enc-key");
        assertThat(manifest.getPayload().getRecipients()).hasSize(2);
    }

    @Test
    void downloads_the_file() throws ApiException, IOException {
        world().subsystem();
        var id = bundles().captureBundle(null).getId();

        var file = bundles().downloadBundle(id, null, null, null, null, null).toPath();

        assertThat(file).hasFileName(id + ".tar").hasSameBinaryContentAs(world().file(id));
        Files.delete(file);
    }

    @Test
    void reads_what_is_missing_from_a_problem() {
        world().subsystem().deleteSecret("management-juhu-cred");

        var problem = problem(() -> bundles().captureBundle(null));

        assertThat(problem.getType()).hasToString("urn:apic-dr:problem:subsystem-incomplete");
        assertThat(problem.getStatus()).isEqualTo(409);
        assertThat(problem.getMissing()).containsExactly("management-juhu-cred");
        assertThat(problem.getStored()).isEqualTo("no");
    }

    @Test
    void reads_the_report_from_a_verification_that_failed() throws ApiException {
        var subsystem = world().subsystem();
        bundles().captureBundle(null);
        subsystem.rotateSecret("management-atm-cred");

        var levels = new VerificationRequest().levels(Set.of("current"));
        var problem = problem(() -> verifications().verifyLatestBundle(null, FailOn.FAIL, null, levels));

        assertThat(problem.getType()).hasToString("urn:apic-dr:problem:verification-failed");
        assertThat(problem.getReport()).extracting("verdict").isEqualTo("fail");
    }

    @Test
    void verifies_all_bundles() throws ApiException {
        world().subsystem();
        var id = bundles().captureBundle(null).getId();

        var report = verifications().verifyBundles(null, FailOn.FAIL, 10, null, null);

        assertThat(report.getVerdict()).isEqualTo("pass");
        assertThat(report.getRemaining()).isZero();
        assertThat(report.getItems()).extracting(VerifiedBundle::getBundleId).containsExactly(id);
    }

    @Test
    void reads_subsystems_and_trust() throws ApiException {
        world().subsystemWithPortal();

        var subsystems = new SubsystemsApi(client()).listSubsystems().getItems();
        var trust = new TrustApi(client()).getTrust();

        assertThat(subsystems).singleElement().satisfies(subsystem -> {
            assertThat(subsystem.getHealthy()).isTrue();
            assertThat(subsystem.getPortals()).hasSize(1);
        });
        assertThat(trust.getCommands()).contains("check_bundle() (");
    }

    @Test
    void takes_backups_and_follows_them() throws ApiException {
        world().subsystemWithPortal();
        var backups = new DatabaseBackupsApi(client());

        var begun = backups.takeBackups(new BackupRequest().reason("before the upgrade"));
        var run = backups.getBackupRun(begun.getId(), "management", RestTestEnvironment.NAMESPACE);

        assertThat(run).isEqualTo(begun);
        assertThat(run.getState()).isEqualTo("running");
        assertThat(run.getBackups()).extracting(TakenBackup::getKind).contains("PortalBackup");
    }

    @Test
    void is_not_disturbed_by_members_and_values_that_came_later() throws IOException {
        var later = "{\"id\": \"a\", \"colour\": \"red\", \"signature\": {\"outcome\": \"perhaps\", \"by\": 1}}";

        var bundle = client().getObjectMapper().readValue(later, Bundle.class);

        assertThat(bundle.getId()).isEqualTo("a");
        assertThat(bundle.getSignature().getOutcome()).isEqualTo("perhaps");
    }

    /** Its models refuse members or values only if the document closes them. */
    @Test
    void is_not_strict_with_answers_in_go() throws IOException {
        try (var files = Files.list(GENERATED.resolve("client-go"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("model_"))
                            .filter(file -> contains(file, "StrictDecoder", "DisallowUnknownFields", "is not a valid")))
                    .as("models of requests")
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "model_challenge_answer.go", "model_fail_on.go", "model_portal_backup_choice.go");
        }
    }

    private static boolean contains(Path file, String... words) {
        try {
            var text = Files.readString(file);
            return Stream.of(words).anyMatch(text::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Problem problem(Call call) {
        var failure = requireNonNull(catchThrowableOfType(ApiException.class, call::run));
        try {
            return client().getObjectMapper().readValue(failure.getResponseBody(), Problem.class);
        } catch (IOException e) {
            throw new AssertionError("no problem: " + failure.getResponseBody(), e);
        }
    }

    private static BundlesApi bundles() {
        return new BundlesApi(client());
    }

    private static VerificationsApi verifications() {
        return new VerificationsApi(client());
    }

    private static ApiClient client() {
        return new ApiClient(HttpClient.newBuilder(), ApiClient.createDefaultObjectMapper(), uri("").toString());
    }

    /** Calls the service. */
    private interface Call {
        void run() throws ApiException;
    }
}
