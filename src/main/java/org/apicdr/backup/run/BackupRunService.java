package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.backup.run.BackupClient.BackupSpec;
import org.apicdr.backup.run.ClusterBackupStateReader.ClusterBackupState;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.KeyedLock;
import org.apicdr.core.LogContext;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.jspecify.annotations.Nullable;

/**
 * Takes the backups of a subsystem together. The service keeps no state of a run; the custom resources hold it.
 */
@ApplicationScoped
public class BackupRunService {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String SWITCHED_OFF =
            "No backup was taken: backup runs are disabled. Set apic-dr.database-backups.enabled=true and let the service"
                    + " account create backups, as the overlay database-backups does.";

    private final BackupRunConfig config;
    private final SubsystemService subsystemService;
    private final ClusterBackupStateReader clusterBackupStateReader;
    private final BundleCapture bundleCapture;
    private final BackupClient backupClient;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;

    /** Allows one run at a time for each subsystem while its backups are being created. */
    private final KeyedLock<SubsystemRef> runLock = new KeyedLock<>(
            ErrorCode.BACKUP_RUNNING, "No backup was taken: another backup run of %s is starting. Wait for it.");

    BackupRunService(
            BackupRunConfig config,
            SubsystemService subsystemService,
            ClusterBackupStateReader clusterBackupStateReader,
            BundleCapture bundleCapture,
            BackupClient backupClient,
            ParallelExecutor parallelExecutor,
            Clock clock) {
        this.config = config;
        this.subsystemService = subsystemService;
        this.clusterBackupStateReader = clusterBackupStateReader;
        this.bundleCapture = bundleCapture;
        this.backupClient = backupClient;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
    }

    /**
     * Captures a bundle, then requests a backup of the database and of each active portal concurrently.
     *
     * @param scope the namespaces in which the caller may take backups
     * @param requestedBy the caller; null if unknown
     * @throws ServiceException if the run is not allowed or not possible; no backup was created and nothing was stored,
     *     unless the message and the error details state otherwise
     */
    public BackupRun take(
            BackupRequest request, NamespaceScope scope, @Nullable String requestedBy, Deadline deadline) {
        try {
            if (!config.enabled()) {
                throw new ServiceException(ErrorCode.DATABASE_BACKUPS_DISABLED, SWITCHED_OFF);
            }
            var query = new SubsystemQuery(request.namespace(), request.cluster(), scope);
            var subsystem = subsystemService.find(query, deadline);
            runLock.acquire(subsystem.ref());
            try {
                return take(subsystem, request.reason(), requestedBy, deadline);
            } finally {
                runLock.release(subsystem.ref());
            }
        } catch (ServiceException e) {
            throw e.notStored();
        }
    }

    /** Returns the current state of a run. */
    public BackupRun get(SubsystemQuery query, BackupRunId id, Deadline deadline) {
        var subsystem = subsystemService.find(query, deadline);
        var found = clusterBackupStateReader.backups(subsystem, deadline).backups().stream()
                .filter(backup -> backup.isOf(id))
                .toList();
        if (found.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.BACKUP_RUN_NOT_FOUND,
                    "No backup of %s belongs to a run %s: the run was never started, or its resources have been deleted."
                            .formatted(subsystem.ref(), id));
        }
        return BackupRun.of(id, subsystem.ref(), found, clock.instant());
    }

    private BackupRun take(
            Subsystem subsystem, @Nullable String reason, @Nullable String requestedBy, Deadline deadline) {
        var run = BackupRunId.of(clock.instant(), RANDOM.nextInt());
        var runLabels = new BackupRunLabels(run, reason, null);
        dryRun(BackupPlan.of(requireReady(subsystem, deadline), runLabels), deadline);
        var bundle = bundleCapture.captureWithBackups(subsystem.ref(), reason, requestedBy, deadline);
        try {
            return begin(subsystem.ref(), runLabels.with(bundle), deadline);
        } catch (ServiceException e) {
            throw afterCapture(e, bundle);
        }
    }

    /** Checks the preconditions again, because they may have changed during the capture. */
    private BackupRun begin(SubsystemRef ref, BackupRunLabels runLabels, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        var clusterBackupState = requireReady(subsystemService.find(query, deadline), deadline);
        var runPath = BackupRun.path(runLabels.run(), ref);
        var made = create(BackupPlan.of(clusterBackupState, runLabels), runPath, deadline);
        log(runLabels, made, clusterBackupState.passivePortals());
        return BackupRun.of(runLabels.run(), ref, made, clock.instant());
    }

    private ClusterBackupState requireReady(Subsystem subsystem, Deadline deadline) {
        var clusterBackupState = clusterBackupStateReader.all(subsystem, deadline);
        BackupPreconditions.check(clusterBackupState, clock.instant());
        return clusterBackupState;
    }

    /** Checks whether the API server would accept all of them. */
    private void dryRun(List<BackupSpec> backups, Deadline deadline) {
        List<Supplier<Boolean>> dryRuns = backups.stream()
                .<Supplier<Boolean>>map(backup -> () -> {
                    backupClient.dryRun(backup);
                    return true;
                })
                .toList();
        parallelExecutor.all(dryRuns, deadline);
    }

    /**
     * Creates the backups concurrently, because backups from different moments do not work together. If one fails, the others stay, because their operators may already be processing them.
     *
     * @param runPath the path of the run in the API
     * @throws ServiceException which names the backups that were created and those that were not
     */
    private List<BackupOrRestoreResource> create(List<BackupSpec> backups, String runPath, Deadline deadline) {
        var started = backups.stream()
                .map(backup -> new Started(backup, parallelExecutor.start(() -> backupClient.make(backup))))
                .toList();
        var outcomes = started.stream().map(start -> await(start, deadline)).toList();
        var failure = outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.failure()))
                .findFirst();
        if (failure.isPresent()) {
            throw incomplete(outcomes, runPath, failure.get());
        }
        return outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.made()))
                .toList();
    }

    private Outcome await(Started start, Deadline deadline) {
        try {
            var resource = parallelExecutor.await(start.making(), deadline);
            return new Outcome(
                    start.backup(), new BackupOrRestoreResource(start.backup().kind(), resource), null);
        } catch (ServiceException e) {
            return new Outcome(start.backup(), null, e);
        }
    }

    private static ServiceException incomplete(List<Outcome> outcomes, String runPath, ServiceException failure) {
        var made = outcomes.stream()
                .filter(outcome -> outcome.made() != null)
                .map(outcome -> outcome.backup().toString())
                .collect(Collectors.joining(", "));
        var failed = outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.failure())
                        .map(cause -> "%s (%s)"
                                .formatted(outcome.backup(), Sentences.clause(String.valueOf(cause.getMessage())))))
                .collect(Collectors.joining(", "));
        var message =
                "%sNot created, as far as is known: %s. Nothing was deleted. GET %s shows the current state of the run."
                        .formatted(made.isEmpty() ? "" : "Created: %s. ".formatted(made), failed, runPath);
        return new ServiceException(failure.code(), message, failure);
    }

    private static ServiceException afterCapture(ServiceException e, BundleId bundle) {
        var errorDetails = e.details();
        return new ServiceException(
                e.code(),
                "%s Bundle %s was captured before.".formatted(Sentences.closed(String.valueOf(e.getMessage())), bundle),
                new ErrorDetails(errorDetails.missing(), errorDetails.candidates(), Stored.YES, errorDetails.report()),
                e);
    }

    private static void log(
            BackupRunLabels runLabels, List<BackupOrRestoreResource> made, List<SubsystemComponent> leftOut) {
        leftOut.forEach(portal -> Log.infof(
                "Backup run %s leaves out a portal: %s. It is backed up in the data centre of the active one.",
                runLabels.run(), portal.passiveRole()));
        var backups = made.stream().map(BackupOrRestoreResource::toString).collect(Collectors.joining(", "));
        LogContext.withFields(
                Map.of("backupRun", runLabels.run(), "bundleId", String.valueOf(runLabels.bundle())),
                () -> Log.infof(
                        "Backup run %s requested %s, with bundle %s", runLabels.run(), backups, runLabels.bundle()));
    }

    private record Started(BackupSpec backup, CompletableFuture<ObjectNode> making) {}

    /** The outcome of one backup: either it was created or it failed. */
    private record Outcome(
            BackupSpec backup,
            @Nullable BackupOrRestoreResource made,
            @Nullable ServiceException failure) {}
}
