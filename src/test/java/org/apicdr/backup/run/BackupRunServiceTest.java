package org.apicdr.backup.run;

import static org.apicdr.backup.run.ClusterBackupStateFixture.server;
import static org.apicdr.backup.run.ClusterBackupStateFixture.with;
import static org.apicdr.backup.run.ClusterBackupStateFixture.young;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apicdr.backup.run.BackupRun.BackupStatus;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemServiceFixture;
import org.apicdr.testsupport.SettableClock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In which order a run goes, and what is left where it does not go to its end. */
@Tag("unit")
class BackupRunServiceTest {

    private static final BundleId BUNDLE = new BundleId("management-82b290a2-20261125T030000Z-0a1b2c3d");

    private static final BackupRequest REQUEST = new BackupRequest("apic", "management", "why");

    private static final SubsystemQuery SUBSYSTEM = new SubsystemQuery("apic", "management");

    private final ServiceException forbidden = new ServiceException(
            ErrorCode.CLUSTER_FORBIDDEN, "the service account may not create it: grant create on it");

    private final FakeSubsystemReader server = server();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final FakeBackupMaker maker = new FakeBackupMaker(server, events);
    private final List<Runnable> duringCapture = new ArrayList<>();
    private final BackupRunService runs = runs(true);

    @Test
    void rehearses_captures_and_only_then_makes_the_backups() {
        take();

        assertThat(events).containsExactly("rehearse", "rehearse", "capture", "make", "make");
    }

    @Test
    void ties_the_backups_to_the_bundle_and_to_the_reason() {
        var run = take();

        assertThat(run.state()).isEqualTo(BackupRun.State.RUNNING);
        assertThat(run.bundle()).isEqualTo(BUNDLE);
        assertThat(run.reason()).isEqualTo("why");
        assertThat(run.backups())
                .extracting(BackupStatus::name)
                .containsExactly("management-" + run.id(), "portal-" + run.id());
    }

    @Test
    void finds_the_run_again_by_its_resources_alone() {
        var run = take();

        assertThat(runs(false).get(SUBSYSTEM, run.id(), deadline())).isEqualTo(run);
    }

    @Test
    void knows_no_run_without_resources() {
        take();

        var failure = failure(() -> runs.get(SUBSYSTEM, new BackupRunId("20261125t030000z-00000000"), deadline()));

        assertThat(failure.code()).isEqualTo(ErrorCode.BACKUP_RUN_NOT_FOUND);
    }

    @Test
    void does_nothing_while_switched_off() {
        var failure = failure(() -> runs(false).take(REQUEST, NamespaceScope.EVERYWHERE, "somebody", deadline()));

        assertUntouched(failure, ErrorCode.DATABASE_BACKUPS_DISABLED);
        assertThat(failure)
                .hasMessageContaining("apic-dr.database-backups.enabled=true")
                .hasMessageContaining("overlay database-backups");
    }

    @Test
    void does_nothing_while_a_backup_runs() {
        server.add(ResourceKind.PORTAL_BACKUP, young("Running"));

        assertUntouched(failure(this::take), ErrorCode.BACKUP_RUNNING);
    }

    @Test
    void refuses_the_next_while_its_own_backups_run() {
        take();
        events.clear();

        assertUntouched(failure(this::take), ErrorCode.BACKUP_RUNNING);
    }

    @Test
    void does_nothing_where_what_goes_on_may_not_be_listed() {
        server.forbid(ResourceKind.MANAGEMENT_RESTORE.toString());

        assertUntouched(failure(this::take), ErrorCode.CLUSTER_FORBIDDEN);
    }

    @Test
    void captures_nothing_where_the_api_server_would_not_take_one_of_the_backups() {
        maker.failsToRehearse(ResourceKind.PORTAL_BACKUP, forbidden);

        var failure = failure(this::take);

        assertThat(failure.code()).isEqualTo(ErrorCode.CLUSTER_FORBIDDEN);
        assertThat(failure.details().stored()).isEqualTo(Stored.NO);
        assertThat(events).doesNotContain("capture", "make");
    }

    @Test
    void makes_no_backup_where_nothing_could_be_captured() {
        duringCapture.add(() -> {
            throw new ServiceException(ErrorCode.DEADLINE_PASSED, "lost", ErrorDetails.stored(Stored.UNKNOWN));
        });

        var failure = failure(this::take);

        assertThat(failure.details().stored()).isEqualTo(Stored.UNKNOWN);
        assertThat(events).doesNotContain("make");
    }

    @Test
    void looks_again_after_the_capture() {
        duringCapture.add(() ->
                server.add(ResourceKind.MANAGEMENT_RESTORE, with(young("Running"), "/metadata/name", "meanwhile")));

        var failure = failure(this::take);

        assertThat(failure.code()).isEqualTo(ErrorCode.RESTORE_RUNNING);
        assertThat(failure).hasMessageContaining("meanwhile").hasMessageContaining(BUNDLE.value());
        assertThat(failure.details().stored()).isEqualTo(Stored.YES);
        assertThat(events).doesNotContain("make");
    }

    @Test
    void one_at_a_time_begins() {
        var second = new ArrayList<ServiceException>();
        duringCapture.add(() -> {
            duringCapture.clear();
            second.add(failure(this::take));
        });

        take();

        assertThat(second).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.BACKUP_RUNNING);
            assertThat(failure.details().stored()).isEqualTo(Stored.NO);
        });
        assertThat(maker.made()).hasSize(2);
    }

    @Test
    void names_what_was_made_where_another_could_not_be_and_leaves_it() {
        maker.failsToMake(ResourceKind.PORTAL_BACKUP, forbidden);

        var failure = failure(this::take);

        var made = maker.made().get(0);
        var id = made.name().substring("management-".length());
        assertThat(failure.code()).isEqualTo(ErrorCode.CLUSTER_FORBIDDEN);
        assertThat(failure.details().stored()).isEqualTo(Stored.YES);
        assertThat(failure)
                .hasMessageContaining("Created: ManagementBackup apic/management-" + id)
                .hasMessageContaining("Not created, as far as is known: PortalBackup apic/portal-" + id)
                .hasMessageContaining(forbidden.getMessage())
                .hasMessageContaining("/api/v1/database-backups/%s?namespace=apic&cluster=management".formatted(id));
    }

    @Test
    void shows_a_run_of_which_a_backup_could_not_be_made_as_failed() {
        maker.failsToMake(ResourceKind.MANAGEMENT_BACKUP, forbidden);
        failure(this::take);

        var id = maker.made().get(0).name().substring("portal-".length());
        var run = runs.get(SUBSYSTEM, new BackupRunId(id), deadline());

        assertThat(run.state()).isEqualTo(BackupRun.State.FAILED);
        assertThat(run.backups())
                .extracting(BackupStatus::kind, BackupStatus::state)
                .containsExactly(
                        tuple("PortalBackup", BackupRun.State.RUNNING),
                        tuple("ManagementBackup", BackupRun.State.FAILED));
    }

    @Test
    void says_so_where_no_backup_could_be_made() {
        maker.failsToMake(ResourceKind.MANAGEMENT_BACKUP, forbidden);
        maker.failsToMake(ResourceKind.PORTAL_BACKUP, forbidden);

        assertThat(failure(this::take))
                .hasMessageStartingWith("Not created, as far as is known: ManagementBackup apic/management-")
                .hasMessageContaining("PortalBackup apic/portal-")
                .hasMessageContaining(BUNDLE.value());
    }

    private void assertUntouched(ServiceException failure, ErrorCode errorCode) {
        assertThat(failure.code()).isEqualTo(errorCode);
        assertThat(failure.details().stored()).isEqualTo(Stored.NO);
        assertThat(events).isEmpty();
    }

    private BackupRun take() {
        return runs.take(REQUEST, NamespaceScope.EVERYWHERE, "somebody", deadline());
    }

    private static ServiceException failure(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(ServiceException.class, call));
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    private BackupRunService runs(boolean enabled) {
        return new BackupRunService(
                () -> enabled,
                SubsystemServiceFixture.subsystems(server, Map.of()),
                ClusterBackupStateFixture.situations(server),
                this::capture,
                maker,
                ParallelExecutorFixture.parallel(),
                new SettableClock(ClusterBackupStateFixture.NOW));
    }

    private BundleId capture(
            Object subsystem, @Nullable String reason, @Nullable String requestedBy, Deadline deadline) {
        List.copyOf(duringCapture).forEach(Runnable::run);
        events.add("capture");
        return BUNDLE;
    }
}
