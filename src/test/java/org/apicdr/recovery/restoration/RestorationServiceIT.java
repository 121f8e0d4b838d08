package org.apicdr.recovery.restoration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.pause.Pause;
import org.apicdr.recovery.restoration.Restoration.RestoredPortalBackup;
import org.apicdr.recovery.restoration.Restoration.State;
import org.apicdr.recovery.restoration.Restoration.Step;
import org.apicdr.recovery.restoration.Restoration.StepState;
import org.apicdr.recovery.restoration.RestorationRequest.OnConflict;
import org.apicdr.recovery.restoration.RestorationRequest.PortalBackupChoice;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.FakeInstallation;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.verification.RestoreTarget.Reply;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Subsystems that were lost are restored on an API server with RBAC, by an account that may do what the overlay grants. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class RestorationServiceIT {

    private static final String BACKUP = "20240601-030015F";
    private static final String PORTAL_BACKUP = "20240601.030033";

    private static final List<String> OWNED_SECRETS = Stream.concat(
                    Stream.of("enc-key", "backup-login"),
                    Stream.of("atm", "ccli", "cui", "dsgr", "juhu", "cli", "ui").map("%s-cred"::formatted))
            .toList();

    private static final Map<String, Object> MANAGEMENT_SPEC = Map.of(
            "profile", "n1xc4.m16",
            "siteName", "5b1e07d4",
            "license", Map.of("accept", true),
            "cloudManagerEndpoint", hosts("admin.example.com"),
            "apiManagerEndpoint", hosts("manager.example.com"),
            "platformAPIEndpoint", hosts("api.example.com"),
            "consumerAPIEndpoint", hosts("consumer.example.com"));

    @TempDir
    private static Path keys;

    private final KubeApi api;
    private @Nullable RestorationEnvironment opened;

    RestorationServiceIT(KubeApi api) {
        this.api = api;
        api.installCrds();
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void restores_a_subsystem_on_crunchy_with_its_portal_from_a_recovery_point() {
        var lost = lost1005();

        var begun = lost.start(point(BACKUP));

        assertThat(begun.state()).isEqualTo(State.RUNNING);
        assertThat(begun.databaseBackup()).isEqualTo(BACKUP);
        assertThat(begun.portalBackups())
                .containsExactly(new RestoredPortalBackup(lost.namespace(), "portal", PORTAL_BACKUP));
        assertThat(begun.steps()).extracting(Step::state).containsOnly(StepState.PENDING);
        assertThat(lost.secrets()).isEmpty();
        assertThat(lost.pauses().list()).extracting(Pause::by).containsExactly("admin");

        lost.step();
        assertThat(lost.secrets()).isEqualTo(lost.saved());
        assertThat(lost.spec(ResourceKind.MANAGEMENT_CLUSTER)).containsKey("originalUID");
        assertThat(states(lost.get(begun)))
                .containsEntry("ManagementCluster", StepState.WAITING)
                .containsEntry("ManagementRestore", StepState.PENDING)
                .containsEntry("PortalCluster", StepState.PENDING);

        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "15/16");
        lost.step();
        assertThat(lost.get(begun).detail()).startsWith("Waits for ManagementCluster ");
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        lost.step();
        assertThat(states(lost.get(begun))).containsEntry("ManagementRestore", StepState.WAITING);
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).isEmpty();
        lost.findOnServer(BACKUP);
        lost.step();
        assertThat(lost.name(ResourceKind.MANAGEMENT_RESTORE)).isEqualTo("recover-20240601-030015f");
        assertThat(lost.spec(ResourceKind.MANAGEMENT_RESTORE))
                .isEqualTo(Map.of("subsystemName", "management", "backupName", "record"));

        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Pending", "3/16");
        lost.setPhase(ResourceKind.MANAGEMENT_RESTORE, "Running", "");
        lost.step();
        assertThat(states(lost.get(begun))).containsEntry("ManagementRestore", StepState.WAITING);
        lost.finishDatabaseRestore();
        assertThat(states(lost.get(begun)))
                .containsEntry("ManagementCluster", StepState.WAITING)
                .containsEntry("ManagementRestore", StepState.DONE);
        assertThat(lost.all(ResourceKind.PORTAL_CLUSTER)).isEmpty();
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        lost.step();
        assertThat(lost.all(ResourceKind.PORTAL_CLUSTER)).hasSize(1);
        lost.setPhase(ResourceKind.PORTAL_CLUSTER, "Running", "6/6");
        lost.step();
        assertThat(lost.name(ResourceKind.PORTAL_RESTORE)).isEqualTo("recover-portal-20240601-030033");
        assertThat(lost.spec(ResourceKind.PORTAL_RESTORE))
                .isEqualTo(Map.of("type", "all", "portalCluster", "portal", "timestamp", PORTAL_BACKUP));
        lost.setPhase(ResourceKind.PORTAL_RESTORE, "Ready", "");
        assertThat(lost.pauses().list()).isNotEmpty();
        lost.step();

        var complete = lost.get(begun);
        assertThat(complete.state()).isEqualTo(State.COMPLETE);
        assertThat(complete.endedAt()).isNotNull();
        assertThat(complete.steps()).extracting(Step::state).containsOnly(StepState.DONE);
        assertThat(lost.pauses().list()).isEmpty();
        assertThat(lost.stored().orElseThrow()).doesNotContain(values(lost));
        assertThat(complete.toString()).doesNotContain(values(lost));
    }

    @Test
    void nothing_is_restored_into_another_version() {
        var lost = lost1005();
        var begun = lost.start(point(BACKUP));
        lost.step();
        lost.findOnServer(BACKUP);

        lost.setRunning("10.0.8.0-1");
        lost.step();

        var failed = lost.get(begun);
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.detail()).startsWith("The operator has installed version 10.0.8.0-1 of ManagementCluster ");
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).isEmpty();
        lost.setRunning("10.0.5.7-1");
        lost.start(point(BACKUP));
        lost.step();
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).hasSize(1);
    }

    @Test
    void restores_a_subsystem_on_edb_from_the_folder_that_the_bundle_names() {
        var lost = opened(RestorationEnvironment.lost(
                api, keys, namespace -> SampleSubsystem.release121(api.client(), namespace)));

        var begun = lost.start(point("20250110T030015"));
        restoreManagement(lost);

        assertThat(lost.spec(ResourceKind.MANAGEMENT_RESTORE))
                .containsEntry("backupId", "20250110T030015")
                .containsEntry(
                        "backup",
                        Map.of(
                                "protocol", "sftp",
                                "host", "sftp.twelve.example.com",
                                "port", 22,
                                "path", "/backups/twelve/management/management-9c40d2ab-db-2024-11-25T221339Z",
                                "credentials", "management-backup-secret"));
        lost.finishDatabaseRestore();
        assertThat(lost.get(begun).state()).isEqualTo(State.COMPLETE);
        assertThat(lost.secrets()).isEqualTo(lost.saved());
    }

    @Test
    void an_edb_backup_that_the_bundle_does_not_list_needs_the_folder_that_holds_it() {
        var lost = opened(RestorationEnvironment.lost(
                api, keys, namespace -> SampleSubsystem.ownNamesThroughout(api.client(), namespace)));

        assertRefused(lost, database("20260110T030015"), ErrorCode.INVALID_REQUEST)
                .hasMessageContaining("Set databaseServer");
        lost.start(new RestorationRequest(
                null, "20260110T030015", "old-server", "older-key", List.of(), OnConflict.STOP, false, null));
        restoreManagement(lost);

        var spec = lost.spec(ResourceKind.MANAGEMENT_RESTORE);
        assertThat(spec).containsEntry("mgmtEncKeyName", "older-key").containsEntry("backupId", "20260110T030015");
        assertThat(String.valueOf(spec.get("backup"))).contains("/old-server");
    }

    @Test
    void restores_by_the_api_connect_cluster_that_creates_the_rest() {
        var lost = opened(RestorationEnvironment.lost(api, keys, this::createOwned));

        var begun = lost.start(new RestorationRequest(
                null,
                "20250110T030015",
                "old-server",
                null,
                List.of(new PortalBackupChoice(lost.namespace(), "portal", PORTAL_BACKUP)),
                OnConflict.STOP,
                false,
                null));
        lost.step();
        assertThat(lost.all(ResourceKind.MANAGEMENT_CLUSTER)).isEmpty();
        assertThat(states(lost.get(begun)))
                .containsEntry("APIConnectCluster", StepState.DONE)
                .containsEntry("ManagementCluster", StepState.WAITING);
        var spec = lost.spec(ResourceKind.API_CONNECT_CLUSTER);
        assertThat(String.valueOf(spec.get("management"))).contains("originalUID=", "siteName=5b1e07d4");
        lost.create(ResourceKind.MANAGEMENT_CLUSTER, "management", MANAGEMENT_SPEC);
        lost.create(ResourceKind.PORTAL_CLUSTER, "portal", Map.of("siteName", "0a1b2c3d"));
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        lost.setPhase(ResourceKind.PORTAL_CLUSTER, "Running", "6/6");
        lost.step();
        lost.finishDatabaseRestore();
        lost.setPhase(ResourceKind.PORTAL_RESTORE, "Ready", "");
        lost.step();

        assertThat(lost.get(begun).state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void leaves_an_external_database_to_its_administrators() {
        var lost = opened(RestorationEnvironment.lost(api, keys, this::createExternal));

        assertRefused(lost, database(BACKUP), ErrorCode.INVALID_REQUEST).hasMessageContaining("is external");
        var begun = lost.start(database("none"));
        lost.step();
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        lost.step();

        assertThat(lost.get(begun).state()).isEqualTo(State.COMPLETE);
        assertThat(states(lost.get(begun))).containsEntry("ManagementRestore", StepState.SKIPPED);
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).isEmpty();
    }

    @Test
    void a_new_process_goes_on_where_the_old_one_died() {
        var lost = lost1005();
        var begun = lost.start(point(BACKUP));
        lost.step();

        lost.restart(Map.of());
        assertThat(lost.get(begun).state()).isEqualTo(State.RUNNING);
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        lost.findOnServer(BACKUP);
        lost.step();

        assertThat(lost.name(ResourceKind.MANAGEMENT_RESTORE)).isEqualTo("recover-20240601-030015f");
        lost.restart(Map.of()).step();
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).hasSize(1);
    }

    @Test
    void the_operator_has_a_minute_to_begin_the_restart_after_the_restore() {
        var lost = lost1005();
        lost.start(point(BACKUP));
        restoreManagement(lost);
        lost.setPhase(ResourceKind.MANAGEMENT_RESTORE, "Complete", "");
        lost.step();
        lost.clock().advance(Duration.ofSeconds(50));
        lost.restart(Map.of()).step();
        assertThat(lost.all(ResourceKind.PORTAL_CLUSTER)).isEmpty();

        lost.clock().advance(Duration.ofSeconds(10));
        lost.step();
        assertThat(lost.all(ResourceKind.PORTAL_CLUSTER)).hasSize(1);
    }

    @Test
    void another_replica_than_the_leader_takes_no_step() {
        var lost = lost1005();
        lost.start(point(BACKUP));

        lost.restorations().takeSteps(() -> false);

        assertThat(lost.secrets()).isEmpty();
    }

    @Test
    void a_secret_that_differs_stops_it_before_anything_changes_and_is_kept_on_request() {
        var lost = lost1005();
        lost.createSecret("management-atm-cred", Map.of("client_id", "Y2FuYXJ5"));

        assertRefused(lost, point(BACKUP), ErrorCode.RESTORE_CONFLICT)
                .hasMessageContaining("Secret management-atm-cred in " + lost.namespace() + " differs")
                .hasMessageNotContaining("Y2FuYXJ5");
        assertThat(lost.secrets()).hasSize(1);
        assertThat(lost.stored()).isEmpty();
        assertThat(lost.pauses().list()).isEmpty();

        var begun = lost.start(with(point(BACKUP), OnConflict.KEEP, false));
        lost.step();

        assertThat(lost.secret("management-atm-cred").getData()).containsOnlyKeys("client_id");
        assertThat(lost.secrets()).containsOnlyKeys(lost.saved().keySet());
        assertThat(lost.get(begun).steps())
                .filteredOn(step -> step.state() == StepState.KEPT)
                .extracting(Step::name)
                .containsExactly("management-atm-cred");
        assertThat(lost.all(ResourceKind.MANAGEMENT_CLUSTER)).hasSize(1);
    }

    @Test
    void a_secret_that_is_equal_counts_as_restored() {
        var lost = lost1005();
        lost.createSecret("management-atm-cred", requireNonNull(lost.saved().get("management-atm-cred")));
        lost.start(point(BACKUP));

        lost.step();

        assertThat(lost.secrets()).isEqualTo(lost.saved());
    }

    @Test
    void refuses_beside_a_management_cluster_that_is_not_its_own() {
        var live = opened(RestorationEnvironment.captured(api, keys, RestorationEnvironment.OVERLAY, this::create1005));

        assertRefused(live, with(point(BACKUP), OnConflict.KEEP, false), ErrorCode.RESTORE_CONFLICT)
                .hasMessageContaining("is the one that was captured");
        live.delete(ResourceKind.MANAGEMENT_CLUSTER);
        live.delete(ResourceKind.PORTAL_CLUSTER);
        live.create(ResourceKind.MANAGEMENT_CLUSTER, "other", MANAGEMENT_SPEC);
        assertRefused(live, with(point(BACKUP), OnConflict.KEEP, false), ErrorCode.RESTORE_CONFLICT)
                .hasMessageContaining("ManagementCluster %s/other is there already".formatted(live.namespace()));
        live.delete(ResourceKind.MANAGEMENT_CLUSTER);
        live.create(ResourceKind.MANAGEMENT_CLUSTER, "management", MANAGEMENT_SPEC);
        assertRefused(live, with(point(BACKUP), OnConflict.KEEP, false), ErrorCode.RESTORE_CONFLICT)
                .hasMessageContaining(
                        "is another one: it differs in spec.originalUID, spec.encryptionSecret.secretName");
        assertThat(live.stored()).isEmpty();
    }

    @Test
    void a_cluster_that_the_script_created_is_taken_over_on_request_alone() throws InterruptedException {
        var lost = lost1005();
        var first = lost.start(point(BACKUP));
        lost.step();
        lost.forget();
        Thread.sleep(1_100); // times of the API server are whole seconds

        assertRefused(lost, point(BACKUP), ErrorCode.RESTORE_CONFLICT)
                .hasMessageContaining("was there before the restoration. onConflict keep goes on with it");
        var begun = lost.start(with(point(BACKUP), OnConflict.KEEP, false));
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        lost.findOnServer(BACKUP);
        lost.step();

        assertThat(begun.id()).isNotEqualTo(first.id());
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).hasSize(1);
    }

    @Test
    void a_failed_restore_ends_it_with_the_reason_and_a_new_request_goes_on() {
        var lost = lost1005();
        var begun = lost.start(point(BACKUP));
        lost.step();
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        lost.findOnServer(BACKUP);
        lost.step();
        lost.setMessage(ResourceKind.MANAGEMENT_RESTORE, "Failed", "no space left");
        lost.step();

        var failed = lost.get(begun);
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.detail())
                .isEqualTo("ManagementRestore %s/recover-20240601-030015f has failed: no space left."
                        .formatted(lost.namespace()));
        assertThat(failed.remedy())
                .contains("kubectl delete managementrestore recover-20240601-030015f -n " + lost.namespace())
                .contains("DELETE /api/v1/pause?namespace=" + lost.namespace());
        assertThat(lost.pauses().list()).hasSize(1);
        assertRefused(lost, point(BACKUP), ErrorCode.RESTORE_CONFLICT)
                .hasMessageContaining("has failed: no space left");

        lost.delete(ResourceKind.MANAGEMENT_RESTORE);
        var again = lost.start(point(BACKUP));
        lost.step();
        assertThat(again.id()).isNotEqualTo(begun.id());
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).hasSize(1);
        assertThat(lost.pauses().list())
                .extracting(Pause::reason)
                .containsExactly("Restoration %s of bundle %s".formatted(again.id(), lost.bundle()));
    }

    @Test
    void a_restore_of_an_earlier_attempt_is_named_and_left() throws InterruptedException {
        var lost = lost1005();
        lost.create(
                ResourceKind.MANAGEMENT_RESTORE,
                "recover-20240601-030015f",
                Map.of("subsystemName", "management", "backupName", "old"));
        Thread.sleep(1_100); // times of the API server are whole seconds

        assertRefused(lost, point(BACKUP), ErrorCode.RESTORE_CONFLICT)
                .hasMessageContaining("recover-20240601-030015f is older than what it would restore")
                .hasMessageContaining("kubectl delete managementrestore recover-20240601-030015f");
        assertThat(lost.secrets()).isEmpty();
    }

    @Test
    void says_which_backups_are_missing_or_wrong() {
        var lost = lost1005();

        assertRefused(lost, RestorationRequest.PLAIN, ErrorCode.INVALID_REQUEST)
                .hasMessageContaining("The database backup is missing.")
                .hasMessageContaining("Recovery points of the bundle: " + BACKUP)
                .hasMessageContaining("Portal %s/portal has no backup whose id is known.".formatted(lost.namespace()));
        assertRefused(lost, point("20200101-030015F"), ErrorCode.INVALID_REQUEST)
                .hasMessageContaining("The bundle has no recovery point '20200101-030015F'. It has " + BACKUP);
        assertRefused(
                        lost,
                        new RestorationRequest(
                                BACKUP,
                                "20240531-030012F",
                                null,
                                null,
                                List.of(new PortalBackupChoice("x", "y", "none")),
                                OnConflict.STOP,
                                false,
                                null),
                        ErrorCode.INVALID_REQUEST)
                .hasMessageContaining("name different backups")
                .hasMessageContaining("x/y is no portal of the bundle.");
        assertThat(lost.secrets()).isEmpty();
    }

    @Test
    void a_recovery_point_that_does_not_know_the_id_of_the_portal_backup_is_not_enough() {
        var lost = opened(RestorationEnvironment.lost(
                api, keys, namespace -> SampleSubsystem.release1005WithPortal(api.client(), namespace)));

        assertRefused(lost, point(BACKUP), ErrorCode.INVALID_REQUEST)
                .hasMessage(
                        "Portal %s/portal has no backup whose id is known. Add it to portalBackups; backupId none restores nothing into it.",
                        lost.namespace());
    }

    @Test
    void a_portal_may_be_created_without_a_restore() {
        var lost = lost1005();
        var begun = lost.start(new RestorationRequest(
                BACKUP,
                null,
                null,
                null,
                List.of(new PortalBackupChoice(lost.namespace(), "portal", "none")),
                OnConflict.STOP,
                false,
                null));
        restoreManagement(lost);
        lost.finishDatabaseRestore();
        lost.step();

        assertThat(lost.get(begun).state()).isEqualTo(State.COMPLETE);
        assertThat(states(lost.get(begun))).containsEntry("PortalRestore", StepState.SKIPPED);
        assertThat(lost.all(ResourceKind.PORTAL_CLUSTER)).hasSize(1);
        assertThat(lost.all(ResourceKind.PORTAL_RESTORE)).isEmpty();
    }

    @Test
    void a_dry_run_shows_each_answer_and_creates_nothing() {
        var lost = lost1005();

        var planned = lost.start(with(point(BACKUP), OnConflict.STOP, true));

        assertThat(planned.state()).isEqualTo(State.POSSIBLE);
        assertThat(planned.id()).isNull();
        assertThat(planned.steps()).extracting(Step::answer).containsOnly(Reply.ACCEPTED);
        assertThat(states(planned)).containsKeys("ManagementRestore", "PortalRestore");
        assertThat(lost.secrets()).isEmpty();
        assertThat(lost.all(ResourceKind.MANAGEMENT_CLUSTER)).isEmpty();
        assertThat(lost.stored()).isEmpty();
        assertThat(lost.pauses().list()).isEmpty();

        lost.createSecret("management-atm-cred", Map.of("client_id", "Y2FuYXJ5"));
        var refused = lost.start(with(point(BACKUP), OnConflict.STOP, true));
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        assertThat(refused.detail()).contains("Secret management-atm-cred");
        assertThat(refused.toString()).doesNotContain("Y2FuYXJ5");
    }

    @Test
    void a_stopped_restoration_creates_nothing_more() {
        var lost = lost1005();
        var begun = lost.start(point(BACKUP));
        lost.step();
        var stopped = lost.stop(begun);

        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(lost.stop(begun).endedAt()).isEqualTo(stopped.endedAt());
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        lost.findOnServer(BACKUP);
        lost.step();
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).isEmpty();
        assertThat(lost.secrets()).isEqualTo(lost.saved());

        lost.start(point(BACKUP));
        lost.step();
        assertThat(lost.all(ResourceKind.MANAGEMENT_RESTORE)).hasSize(1);
    }

    @Test
    void one_that_is_stopped_in_the_middle_of_a_step_creates_nothing_more() {
        var lost = lost1005();
        var begun = lost.start(point(BACKUP));
        var stopping = new AtomicInteger();

        lost.restorations().takeSteps(() -> {
            if (stopping.incrementAndGet() == 3) {
                lost.stop(begun);
            }
            return true;
        });

        assertThat(lost.secrets()).hasSize(2);
        assertThat(lost.all(ResourceKind.MANAGEMENT_CLUSTER)).isEmpty();
        assertThat(lost.get(begun).state()).isEqualTo(State.STOPPED);
    }

    @Test
    void asks_for_the_permission_in_every_namespace_of_the_bundle() {
        var lost = lost1005();
        var asked = new ArrayList<String>();

        var refusal = catchThrowableOfType(
                ServiceException.class,
                () -> lost.restorations()
                        .start(
                                new SubsystemQuery(null, null),
                                lost.bundle(),
                                point(BACKUP),
                                namespace -> {
                                    asked.add(namespace);
                                    throw new ServiceException(ErrorCode.FORBIDDEN, "no");
                                },
                                null,
                                Deadline.in(Duration.ofSeconds(25))));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(asked).containsExactly(lost.namespace());
        assertThat(lost.stored()).isEmpty();
    }

    @Test
    void one_at_a_time_and_the_second_is_told_of_the_first() {
        var lost = lost1005();
        var begun = lost.start(point(BACKUP));

        assertRefused(lost, point(BACKUP), ErrorCode.RESTORE_RUNNING).hasMessageContaining(begun.path());
    }

    @Test
    void a_pause_by_a_person_outlives_it() {
        var lost = lost1005();
        lost.pauses().pause(lost.subsystem(), "moving house", "somebody");
        var begun = lost.start(with(point(BACKUP), OnConflict.STOP, false));
        restoreManagement(lost);
        lost.finishDatabaseRestore();
        lost.setPhase(ResourceKind.PORTAL_CLUSTER, "Running", "6/6");
        lost.step();
        lost.setPhase(ResourceKind.PORTAL_RESTORE, "Ready", "");
        lost.step();

        assertThat(lost.get(begun).state()).isEqualTo(State.COMPLETE);
        assertThat(lost.pauses().list()).extracting(Pause::reason).containsExactly("moving house");
    }

    @Test
    void an_operator_that_takes_too_long_is_late_and_not_given_up() {
        var lost = lost1005();
        var begun = lost.start(point(BACKUP));
        lost.step();
        assertThat(lost.get(begun).late()).isFalse();

        lost.clock().advance(Duration.ofHours(4));
        lost.step();

        assertThat(lost.get(begun).late()).isTrue();
        assertThat(lost.get(begun).state()).isEqualTo(State.RUNNING);
        assertThat(lost.get(begun).remedy())
                .isEqualTo("See: kubectl describe ManagementCluster management -n " + lost.namespace());
    }

    @Test
    void needs_the_permissions_of_the_overlay() {
        var base = opened(RestorationEnvironment.captured(api, keys, DeployedPermissions.BASE, this::create1005));
        base.lose();

        assertRefused(base, with(point(BACKUP), OnConflict.STOP, true), ErrorCode.CLUSTER_FORBIDDEN)
                .hasMessageContaining("may not list managementrestores");
    }

    @Test
    void says_what_is_missing_in_the_service_itself() throws IOException {
        var lost = lost1005();

        assertRefused(
                        lost.restart(Map.of("apic-dr.restore.enabled", "false")),
                        point(BACKUP),
                        ErrorCode.RESTORE_DISABLED)
                .hasMessageContaining("apic-dr.restore.enabled=true");
        lost.restart(Map.of("apic-dr.restore.enabled", "true"));
        var other = keys.resolve("other-identity");
        Files.deleteIfExists(other);
        Command.run(keys, "age-keygen", "-o", "other-identity");
        assertRefused(
                        lost.restart(Map.of("apic-dr.seal.identity-file", other.toString())),
                        point(BACKUP),
                        ErrorCode.IDENTITY_MISSING)
                .hasMessageContaining("Add an age identity of age1");
        lost.restart(
                Map.of("apic-dr.seal.identity-file", keys.resolve("identity").toString()));
        assertRefused(
                        lost.restart(Map.of("apic-dr.namespaces", "elsewhere")),
                        point(BACKUP),
                        ErrorCode.RESTORE_REJECTED)
                .hasMessageContaining("does not watch the namespace " + lost.namespace());
    }

    @Test
    void a_stored_restoration_that_is_not_valid_is_ignored_and_replaced() {
        var lost = lost1005();
        lost.store(lost.namespace() + ".management", "{\"bundle\": \"x\"}");
        lost.step();
        assertThat(lost.secrets()).isEmpty();

        var begun = lost.start(point(BACKUP));

        assertThat(lost.get(begun).state()).isEqualTo(State.RUNNING);
    }

    /** Lets the operator install the subsystem, and has its database restored. */
    private static void restoreManagement(RestorationEnvironment lost) {
        lost.step();
        lost.setPhase(ResourceKind.MANAGEMENT_CLUSTER, "Running", "16/16");
        if (lost.all(ResourceKind.MANAGEMENT_BACKUP).isEmpty()) {
            lost.findOnServer(BACKUP);
        }
        lost.step();
    }

    private static AbstractThrowableAssert<?, ServiceException> assertRefused(
            RestorationEnvironment environment, RestorationRequest request, ErrorCode code) {
        var refusal = catchThrowableOfType(ServiceException.class, () -> environment.start(request));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        return assertThat(refusal);
    }

    private void createExternal(String namespace) {
        new FakeInstallation(api.client(), namespace)
                .secrets(Stream.concat(OWNED_SECRETS.stream(), Stream.of("database-login"))
                        .toList())
                .configMaps(List.of("database-address"))
                .resources(
                        management(
                                "name: management",
                                "  externalDB: {enabled: true, configMap: database-address, credentialSecret: database-login}"));
    }

    private void createOwned(String namespace) {
        var installation = new FakeInstallation(api.client(), namespace)
                .secrets(OWNED_SECRETS)
                .resources("""
                        apiVersion: apiconnect.ibm.com/v1beta1
                        kind: APIConnectCluster
                        metadata: {name: apic}
                        spec: {version: 12.1.0.1}
                        status: {phase: Ready}
                        """);
        var owner = api.client()
                .genericKubernetesResources("apiconnect.ibm.com/v1beta1", "APIConnectCluster")
                .inNamespace(namespace)
                .withName("apic")
                .require();
        var metadata =
                "name: %%s, ownerReferences: [{apiVersion: apiconnect.ibm.com/v1beta1, kind: APIConnectCluster, name: apic, uid: %s}]"
                        .formatted(owner.getMetadata().getUid());
        installation.resources(management(metadata.formatted("management"), """
                  databaseBackup: {protocol: sftp, host: sftp.example.com, port: 22, path: /backups/management, credentials: backup-login}
                """));
        installation.resources("""
                apiVersion: portal.apiconnect.ibm.com/v1beta1
                kind: PortalCluster
                metadata: {%s}
                spec:
                  version: 12.1.0.1
                  siteName: 0a1b2c3d
                  portalUIEndpoint: {hosts: [{name: portal.example.com}]}
                  portalBackup: {protocol: sftp, host: sftp.example.com, path: /backups/portal, credentials: backup-login}
                status: {phase: Running, state: 6/6, conditions: [], versions: {}, endpoints: [], encryptionSecret: enc-key}
                """.formatted(metadata.formatted("portal")));
    }

    private static String management(String metadata, String spec) {
        return """
                apiVersion: management.apiconnect.ibm.com/v1beta1
                kind: ManagementCluster
                metadata: {%s}
                spec:
                  version: 12.1.0.1
                  profile: n1xc4.m16
                  license: {accept: true, use: production, license: L-EXAMPLE}
                  siteName: 5b1e07d4
                  cloudManagerEndpoint: {hosts: [{name: admin.example.com}]}
                  apiManagerEndpoint: {hosts: [{name: manager.example.com}]}
                  platformAPIEndpoint: {hosts: [{name: api.example.com}]}
                  consumerAPIEndpoint: {hosts: [{name: consumer.example.com}]}
                %s
                status:
                  phase: Running
                  state: 16/16
                  conditions: []
                  versions: {reconciled: 12.1.0.1-1, available: {channels: [], versions: []}}
                  endpoints: []
                  encryptionSecret: enc-key
                  atmCredentialSecret: atm-cred
                  consumerToolkitCredentialSecret: ccli-cred
                  consumerUICredentialSecret: cui-cred
                  designerCredentialSecret: dsgr-cred
                  juhuCredentialSecret: juhu-cred
                  toolkitCredentialSecret: cli-cred
                  uiCredentialSecret: ui-cred
                """.formatted(metadata, spec);
    }

    /** The state of the only, or the last, step of each kind. */
    private static Map<String, StepState> states(Restoration restoration) {
        var states = new HashMap<String, StepState>();
        restoration.steps().forEach(step -> states.put(step.kind(), step.state()));
        return states;
    }

    private static CharSequence[] values(RestorationEnvironment environment) {
        return environment.saved().values().stream()
                .flatMap(data -> data.values().stream())
                .filter(value -> value.length() > 8)
                .toArray(CharSequence[]::new);
    }

    private static RestorationRequest with(RestorationRequest request, OnConflict onConflict, boolean dryRun) {
        return new RestorationRequest(
                request.recoveryPoint(),
                request.databaseBackup(),
                request.databaseServer(),
                request.encryptionKeySecret(),
                request.portalBackups(),
                onConflict,
                dryRun,
                request.reason());
    }

    private static RestorationRequest database(String id) {
        return new RestorationRequest(null, id, null, null, List.of(), OnConflict.STOP, false, null);
    }

    private RestorationEnvironment lost1005() {
        return opened(RestorationEnvironment.lost(api, keys, this::create1005));
    }

    /** The sample, with the id by which its portal backup is restored. */
    private void create1005(String namespace) {
        SampleSubsystem.release1005WithPortal(api.client(), namespace);
        var backups = api.client()
                .genericKubernetesResources("portal.apiconnect.ibm.com/v1beta1", "PortalBackup")
                .inNamespace(namespace);
        var backup = backups.withName("portal-bup-f91ms").require();
        backup.<Map<String, Object>>get("status").put("backupId", PORTAL_BACKUP);
        backups.resource(backup).updateStatus();
    }

    private RestorationEnvironment opened(RestorationEnvironment environment) {
        opened = environment;
        return environment;
    }

    private static Map<String, Object> hosts(String name) {
        return Map.of("hosts", List.of(Map.of("name", name)));
    }

    private static RestorationRequest point(String id) {
        return new RestorationRequest(id, null, null, null, List.of(), OnConflict.STOP, false, "the cluster was lost");
    }
}
