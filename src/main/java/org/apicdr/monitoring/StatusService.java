package org.apicdr.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.apicdr.recovery.RecoverabilityService.Assessment;
import org.apicdr.subsystem.Installation;
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

    private static final int MAX_SUBSYSTEMS = 100;

    private static final int PARALLEL = 8;

    /** Leaves time to answer with what is known, if a server hangs. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final DependencyMonitor dependencyMonitor;
    private final RecoverabilityService recoverabilityService;
    private final Installation installation;
    private final AutomaticCaptures automaticCaptures;
    private final UnprotectedTimeGauge unprotectedTime;
    private final LastVerifications lastVerifications;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;
    private final String version;

    StatusService(
            DependencyMonitor dependencyMonitor,
            RecoverabilityService recoverabilityService,
            Installation installation,
            AutomaticCaptures automaticCaptures,
            UnprotectedTimeGauge unprotectedTime,
            LastVerifications lastVerifications,
            ParallelExecutor parallelExecutor,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.dependencyMonitor = dependencyMonitor;
        this.recoverabilityService = recoverabilityService;
        this.installation = installation;
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
     * @param scope the namespaces that the caller may see; details of the servers are for callers who may see all
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
        boolean seesAll = installation.namespaces().stream().allMatch(scope::allows);
        var refs = Stream.concat(cluster.subsystems().stream(), store.subsystems().stream())
                .distinct()
                .filter(ref -> scope.shows(ref.namespace()))
                .toList();
        var shown = refs.subList(0, Math.min(MAX_SUBSYSTEMS, refs.size()));
        return new StatusReport(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                version,
                status(store, seesAll),
                status(cluster, seesAll),
                visible(automaticCaptures.state(), scope, seesAll),
                statuses(shown, fresh, deadline),
                refs.size() - shown.size());
    }

    /** Assesses some subsystems at the same time, not all, because each waits for tasks of the same executor. */
    private List<SubsystemStatus> statuses(List<SubsystemRef> refs, boolean fresh, Deadline deadline) {
        var each = deadline.earlier(GRACE);
        var lanes = IntStream.range(0, Math.min(PARALLEL, refs.size()))
                .<Supplier<List<SubsystemStatus>>>mapToObj(lane -> () -> IntStream.range(0, refs.size())
                        .filter(i -> i % PARALLEL == lane)
                        .mapToObj(i -> status(refs.get(i), fresh, each))
                        .toList())
                .toList();
        return parallelExecutor.all(lanes, deadline).stream()
                .flatMap(List::stream)
                .sorted(WORST_FIRST)
                .toList();
    }

    private SubsystemStatus status(SubsystemRef ref, boolean fresh, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        var assessment = Result.tryGet(() -> recoverabilityService.assess(query, fresh, deadline));
        var report = assessment.value().map(Assessment::report);
        var newest = assessment.flatMap(Assessment::inventory).value().flatMap(StatusService::newest);
        return new SubsystemStatus(
                ref.namespace(),
                ref.cluster(),
                report.map(RecoverabilityReport::verdict).orElse(Verdict.FAIL),
                assessment
                        .match(found -> Optional.<String>empty(), Optional::of)
                        .orElse(null),
                count(report, CheckOutcome.PASS),
                count(report, CheckOutcome.WARN),
                count(report, CheckOutcome.FAIL),
                count(report, CheckOutcome.SKIPPED),
                report.map(RecoverabilityReport::recoveryPoint).orElse(null),
                newest.orElse(null),
                unprotectedTime.since(ref, newest.map(NewestBundle::capturedAt)).orElse(null),
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

    private static DependencyStatus status(MonitoredDependency.Status last, boolean seesAll) {
        return new DependencyStatus(last.up(), last.checkedAt(), last.lastSuccessAt(), seesAll ? last.detail() : null);
    }

    /** Leaves out failures that the caller may not see. */
    private static AutomaticCaptures.State visible(
            AutomaticCaptures.State captures, NamespaceScope scope, boolean seesAll) {
        var failures = captures.failures().stream()
                .filter(failure -> seesAll
                        || (failure.subject().contains("/")
                                && scope.shows(failure.subject().split("/", 2)[0])))
                .toList();
        return new AutomaticCaptures.State(captures.next(), captures.leader(), captures.leaderDetail(), failures);
    }
}
