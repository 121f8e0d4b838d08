package org.apicdr.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.Verdict;
import org.apicdr.capture.schedule.AutomaticCaptures;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Result;
import org.apicdr.monitoring.StatusReport.DependencyStatus;
import org.apicdr.monitoring.StatusReport.NewestBundle;
import org.apicdr.monitoring.StatusReport.SubsystemStatus;
import org.apicdr.recovery.BundleInventory;
import org.apicdr.recovery.RecoverabilityReport;
import org.apicdr.recovery.RecoverabilityService;
import org.apicdr.recovery.RecoverabilitySources;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.LastVerifications;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts together the state of the service and of every subsystem, from what checks and monitoring know. */
@ApplicationScoped
public class StatusService {

    private static final Comparator<SubsystemStatus> WORST_FIRST = Comparator.comparing(SubsystemStatus::verdict)
            .reversed()
            .thenComparing(Comparator.comparing(SubsystemStatus::failed).reversed())
            .thenComparing(SubsystemStatus::namespace)
            .thenComparing(SubsystemStatus::cluster);

    private final DependencyMonitor dependencyMonitor;
    private final RecoverabilityService recoverabilityService;
    private final RecoverabilitySources recoverabilitySources;
    private final AutomaticCaptures automaticCaptures;
    private final UnprotectedTimeGauge unprotectedTime;
    private final LastVerifications lastVerifications;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;
    private final String version;

    StatusService(
            DependencyMonitor dependencyMonitor,
            RecoverabilityService recoverabilityService,
            RecoverabilitySources recoverabilitySources,
            AutomaticCaptures automaticCaptures,
            UnprotectedTimeGauge unprotectedTime,
            LastVerifications lastVerifications,
            ParallelExecutor parallelExecutor,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.dependencyMonitor = dependencyMonitor;
        this.recoverabilityService = recoverabilityService;
        this.recoverabilitySources = recoverabilitySources;
        this.automaticCaptures = automaticCaptures;
        this.unprotectedTime = unprotectedTime;
        this.lastVerifications = lastVerifications;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
        this.version = version;
    }

    /**
     * Returns the status, with the subsystems in some namespaces. A server that is not usable is part of the status, never a
     * failure.
     *
     * @param fresh whether to bypass the caches
     */
    public StatusReport status(NamespaceScope scope, boolean fresh, Deadline deadline) {
        if (fresh) {
            dependencyMonitor.refresh();
        } else {
            dependencyMonitor.refreshIfStale();
        }
        var store = dependencyMonitor.store().last().orElseThrow();
        var cluster = dependencyMonitor.cluster().last().orElseThrow();
        var known = new TreeSet<>(store.subsystems());
        known.addAll(cluster.subsystems());
        var pending = known.stream()
                .filter(ref -> scope.shows(ref.namespace()))
                .<Supplier<SubsystemStatus>>map(ref -> () -> status(ref, fresh, deadline))
                .toList();
        return new StatusReport(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                version,
                status(store),
                status(cluster),
                visible(automaticCaptures.state(), scope),
                parallelExecutor.all(pending, deadline).stream()
                        .sorted(WORST_FIRST)
                        .toList());
    }

    private SubsystemStatus status(SubsystemRef ref, boolean fresh, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        var report = Result.tryGet(() -> recoverabilityService.report(query, fresh, deadline));
        var known = report.value();
        return new SubsystemStatus(
                ref.namespace(),
                ref.cluster(),
                known.map(RecoverabilityReport::verdict).orElse(Verdict.FAIL),
                report.match(found -> Optional.<String>empty(), Optional::of).orElse(null),
                count(known, CheckOutcome.PASS),
                count(known, CheckOutcome.WARN),
                count(known, CheckOutcome.FAIL),
                count(known, CheckOutcome.SKIPPED),
                known.map(RecoverabilityReport::recoveryPoint).orElse(null),
                recoverabilitySources
                        .bundleInventory(ref, false, deadline)
                        .value()
                        .flatMap(StatusService::newest)
                        .orElse(null),
                unprotectedTime.since(ref).orElse(null),
                lastVerifications.of(ref));
    }

    private static int count(Optional<RecoverabilityReport> report, CheckOutcome outcome) {
        return report.map(found -> found.ids(outcome).size()).orElse(0);
    }

    private static Optional<NewestBundle> newest(BundleInventory inventory) {
        return inventory
                .manifest()
                .map(manifest -> new NewestBundle(
                        manifest.id(),
                        manifest.capturedAt(),
                        manifest.trigger(),
                        manifest.requestedBy(),
                        inventory.listed().stream()
                                .filter(bundle -> bundle.id().equals(manifest.id()))
                                .findFirst()
                                .flatMap(StoredBundle::verification)
                                .orElse(null)));
    }

    private static DependencyStatus status(MonitoredDependency.Status last) {
        return new DependencyStatus(last.up(), last.checkedAt(), last.lastSuccessAt(), last.detail());
    }

    /** Leaves out failures in namespaces that the caller may not see. */
    private static AutomaticCaptures.State visible(AutomaticCaptures.State captures, NamespaceScope scope) {
        var failures = captures.failures().stream()
                .filter(failure -> !failure.subject().contains("/")
                        || scope.shows(failure.subject().split("/", 2)[0]))
                .toList();
        return new AutomaticCaptures.State(captures.next(), captures.leader(), captures.leaderDetail(), failures);
    }
}
