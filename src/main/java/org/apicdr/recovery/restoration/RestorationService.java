package org.apicdr.recovery.restoration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.OpenedPayload;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.bundle.Payload;
import org.apicdr.core.Deadline;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.DurationFormat;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.LogContext;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.pause.Pause;
import org.apicdr.pause.PauseService;
import org.apicdr.recovery.restoration.Restoration.RestoredPortalBackup;
import org.apicdr.recovery.restoration.Restoration.State;
import org.apicdr.recovery.restoration.Restoration.Step;
import org.apicdr.recovery.restoration.RestorationProgress.Creator;
import org.apicdr.recovery.restoration.RestorationProgress.Problem;
import org.apicdr.recovery.restoration.RestorationRequest.OnConflict;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemReader;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.OpenableCheck;
import org.apicdr.verification.RestorableCheck;
import org.apicdr.verification.RestoreObject;
import org.apicdr.verification.RestoreTarget;
import org.apicdr.verification.RestoreTarget.Answer;
import org.apicdr.verification.RestoreTarget.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Restores bundles. What was requested is kept in the cluster; the state of each step is read from the API server whenever it is
 * needed. So a restoration survives a restart of the service, and goes on on another replica.
 */
@ApplicationScoped
public class RestorationService {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String DISABLED =
            "Nothing was restored: restoring is disabled. Set apic-dr.restore.enabled=true and let the service account create"
                    + " the objects, as the overlay restore does.";

    private static final String REPEAT = "Then request the restoration again: it goes on where it was.";

    /** The operator begins to restart the ManagementCluster some time after the restore; until then it seems to run. */
    private static final Duration RESTART = Duration.ofMinutes(1);

    private final RestoreConfig config;
    private final Installation installation;
    private final BundleService bundleService;
    private final OpenableCheck openableCheck;
    private final RestorableCheck restorableCheck;
    private final RestoreTarget target;
    private final SubsystemReader reader;
    private final RestorationStore store;
    private final PauseService pauseService;
    private final ParallelExecutor parallelExecutor;
    private final DeadlineFactory deadlineFactory;
    private final ObjectMapper mapper;
    private final Clock clock;

    /** A restoration that is stopped in this process creates nothing more. */
    private final Object creation = new Object();

    /** The bundle of the restoration in progress, so that it is not read again for each step; null if there is none. */
    private volatile @Nullable RestorableBundle opened;

    /** The step that was last logged to be late. */
    private volatile @Nullable String warnedOf;

    RestorationService(
            RestoreConfig config,
            Installation installation,
            BundleService bundleService,
            OpenableCheck openableCheck,
            RestorableCheck restorableCheck,
            RestoreTarget target,
            SubsystemReader reader,
            RestorationStore store,
            PauseService pauseService,
            ParallelExecutor parallelExecutor,
            DeadlineFactory deadlineFactory,
            ObjectMapper mapper,
            Clock clock) {
        this.config = config;
        this.installation = installation;
        this.bundleService = bundleService;
        this.openableCheck = openableCheck;
        this.restorableCheck = restorableCheck;
        this.target = target;
        this.reader = reader;
        this.store = store;
        this.pauseService = pauseService;
        this.parallelExecutor = parallelExecutor;
        this.deadlineFactory = deadlineFactory;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Checks everything, and begins a restoration unless it is a dry run. Nothing is created before this method returns.
     *
     * @param authorize requires the caller's permission in each namespace of the bundle
     * @param by the caller; null if unknown
     * @throws ServiceException which states why nothing was restored
     */
    public Restoration start(
            SubsystemQuery query,
            BundleId id,
            RestorationRequest request,
            Consumer<String> authorize,
            @Nullable String by,
            Deadline deadline) {
        requireEnabled();
        var bundle = open(query, id, deadline);
        bundle.namespaces().forEach(authorize);
        requireWatched(bundle);
        var selected = bundle.select(request);
        var text = Optional.ofNullable(store.read().get(key(bundle.ref())));
        var former = text.flatMap(found -> parse(key(bundle.ref()), found));
        former.filter(Entry::isRunning).ifPresent(RestorationService::refuseSecond);
        var accepted = accepted(bundle, selected, former, now());
        var live = LiveResources.read(bundle, reader, parallelExecutor, deadline);
        var checked = RestorationProgress.of(
                bundle, selected, accepted.acceptFrom(), live, dryRun(bundle, selected, live, deadline), false);
        if (selected.dryRun()) {
            return planned(accepted, checked);
        }
        requireNoProblem(checked.problems());
        var stored = new StoredRestoration(
                RestorationId.of(accepted.since(), RANDOM.nextInt()),
                bundle.id(),
                bundle.ref().namespace(),
                bundle.ref().cluster(),
                selected,
                by,
                accepted.since(),
                accepted.acceptFrom(),
                State.RUNNING,
                null,
                null,
                null,
                null,
                null,
                null);
        if (!store.replace(key(bundle.ref()), text.orElse(null), write(stored))) {
            throw new ServiceException(
                    ErrorCode.RESTORE_RUNNING,
                    "Nothing was restored: another restoration of %s began at the same time.".formatted(bundle.ref()));
        }
        pause(stored, former);
        log(stored, "Restoration %s of bundle %s into %s was requested".formatted(stored.id(), id, stored.ref()));
        return view(stored, progress(bundle, stored, Creator.NOTHING, deadline));
    }

    /**
     * Returns a restoration.
     *
     * @throws ServiceException {@code RESTORATION_NOT_FOUND} if there is none, or if it was replaced by a later one
     */
    public Restoration get(NamespaceScope scope, BundleId bundle, RestorationId id, Deadline deadline) {
        return show(find(scope, bundle, id).restoration(), deadline);
    }

    /** Stops a restoration: it creates nothing more, and what it created stays. Does nothing if it has ended. */
    public Restoration stop(NamespaceScope scope, BundleId bundle, RestorationId id, Deadline deadline) {
        synchronized (creation) {
            var found = find(scope, bundle, id);
            if (found.isRunning()) {
                end(
                        found,
                        State.STOPPED,
                        "It was stopped on request. What it created is still there.",
                        "To go on, request the restoration again.");
            }
        }
        var stopped = find(scope, bundle, id).restoration();
        try {
            return show(stopped, deadline);
        } catch (ServiceException e) {
            var detail = "%s Its steps cannot be shown: %s".formatted(stopped.detail(), e.getMessage());
            return view(stopped, stopped.state(), false, detail, withPause(stopped, stopped.remedy()), List.of());
        }
    }

    /**
     * Takes the next steps of all restorations.
     *
     * @param leads whether this replica may go on; otherwise it creates nothing more
     */
    public void takeSteps(BooleanSupplier leads) {
        if (!config.enabled()) {
            return;
        }
        try {
            var running = read().values().stream().filter(Entry::isRunning).toList();
            running.forEach(entry -> takeSteps(entry, leads));
            if (running.isEmpty()) {
                opened = null;
            }
        } catch (ServiceException e) {
            Log.warnf("No step of a restoration was taken: %s", e.getMessage());
        }
    }

    private void takeSteps(Entry entry, BooleanSupplier leads) {
        var restoration = entry.restoration();
        var deadline = deadlineFactory.start();
        try {
            var bundle = opened(restoration, deadline);
            var progress = progress(bundle, restoration, new StepCreator(restoration, leads), deadline);
            if (!leads.getAsBoolean()) {
                return;
            }
            if (!progress.problems().isEmpty()) {
                var problem = progress.problems().get(0);
                end(entry, State.FAILED, problem.detail(), "%s %s".formatted(problem.remedy(), REPEAT));
            } else if (progress.isComplete()) {
                resume(restoration);
                end(entry, State.COMPLETE, null, "Check the subsystem, and do what step 10 of RECOVERY.md says.");
            } else if (progress.isDatabaseRestored() && restoration.restoredAt() == null) {
                store.replace(key(restoration.ref()), entry.text(), write(restoration.restored(now())));
            } else {
                rememberWaiting(entry, progress.waiting().map(Step::title).orElse(null));
            }
        } catch (ServiceException e) {
            if (e.code() == ErrorCode.VERIFICATION_FAILED || e.code() == ErrorCode.BUNDLE_NOT_FOUND) {
                end(entry, State.FAILED, e.getMessage(), "Restore another bundle.");
            } else {
                Log.warnf("Restoration %s waits: %s", restoration.id(), e.getMessage());
            }
        } catch (RuntimeException e) {
            Log.errorf(e, "Unexpected error in restoration %s", restoration.id());
        }
    }

    private void rememberWaiting(Entry entry, @Nullable String step) {
        var restoration = entry.restoration();
        if (step == null || step.equals(restoration.waiting())) {
            if (step != null && isLate(restoration) && !step.equals(warnedOf)) {
                warnedOf = step;
                Log.warnf(
                        "Restoration %s waits for %s since %s, longer than apic-dr.restore.late-after",
                        restoration.id(), step, restoration.waitingSince());
            }
            return;
        }
        store.replace(key(restoration.ref()), entry.text(), write(restoration.waitingFor(step, now())));
    }

    private RestorationProgress progress(
            RestorableBundle bundle, StoredRestoration restoration, Creator creator, Deadline deadline) {
        var live = LiveResources.read(bundle, reader, parallelExecutor, deadline);
        var restoredAt = restoration.restoredAt();
        boolean settled = restoredAt != null && !clock.instant().isBefore(restoredAt.plus(RESTART));
        return RestorationProgress.of(bundle, restoration.request(), restoration.acceptFrom(), live, creator, settled);
    }

    private Restoration show(StoredRestoration restoration, Deadline deadline) {
        return view(restoration, progress(opened(restoration, deadline), restoration, Creator.NOTHING, deadline));
    }

    private Restoration view(StoredRestoration restoration, RestorationProgress progress) {
        boolean late = isLate(restoration);
        var waiting = progress.waiting();
        var detail = restoration.isRunning()
                ? waiting.map(step -> waits(restoration, step, late)).orElse(null)
                : restoration.detail();
        var remedy = restoration.isRunning() && late
                ? waiting.map(step -> "See: kubectl describe %s %s -n %s"
                                .formatted(step.kind(), step.name(), step.namespace()))
                        .orElse(null)
                : restoration.remedy();
        return view(restoration, restoration.state(), late, detail, withPause(restoration, remedy), progress.steps());
    }

    private static Restoration view(
            StoredRestoration restoration,
            State state,
            boolean late,
            @Nullable String detail,
            @Nullable String remedy,
            List<Step> steps) {
        var request = restoration.request();
        boolean planned = state == State.POSSIBLE || state == State.REFUSED;
        return new Restoration(
                planned ? null : restoration.id(),
                restoration.bundle(),
                restoration.namespace(),
                restoration.cluster(),
                state,
                late,
                String.valueOf(request.databaseBackup()),
                request.databaseServer(),
                request.encryptionKeySecret(),
                request.portalBackups().stream().map(RestoredPortalBackup::of).toList(),
                request.keeps() ? OnConflict.KEEP : OnConflict.STOP,
                request.reason(),
                restoration.by(),
                restoration.since(),
                restoration.endedAt(),
                detail,
                remedy,
                steps);
    }

    private static String waits(StoredRestoration restoration, Step step, boolean late) {
        var since = restoration.waitingSince();
        return "Waits for %s%s.%s"
                .formatted(
                        step.title(),
                        since == null ? "" : " since " + since,
                        late ? " This is longer than apic-dr.restore.late-after." : "");
    }

    /** A restoration that did not complete leaves scheduled work paused. */
    private @Nullable String withPause(StoredRestoration restoration, @Nullable String remedy) {
        if (restoration.state() != State.FAILED && restoration.state() != State.STOPPED) {
            return remedy;
        }
        return "%s Scheduled work may still be paused. Resume it by DELETE /api/v1/pause?namespace=%s&cluster=%s"
                .formatted(Sentences.closed(String.valueOf(remedy)), restoration.namespace(), restoration.cluster());
    }

    private boolean isLate(StoredRestoration restoration) {
        var since = restoration.waitingSince();
        return since != null && Duration.between(since, clock.instant()).compareTo(config.lateAfter()) > 0;
    }

    private Restoration planned(StoredRestoration accepted, RestorationProgress checked) {
        var problems = checked.problems();
        return problems.isEmpty()
                ? view(accepted, State.POSSIBLE, false, "Nothing was created.", null, checked.steps())
                : view(
                        accepted,
                        State.REFUSED,
                        false,
                        details(problems),
                        problems.get(0).remedy(),
                        checked.steps());
    }

    private static void requireNoProblem(List<Problem> problems) {
        if (!problems.isEmpty()) {
            var first = problems.get(0);
            throw new ServiceException(
                    first.code(), "Nothing was restored. %s %s".formatted(details(problems), first.remedy()));
        }
    }

    private static String details(List<Problem> problems) {
        return problems.stream().map(Problem::detail).distinct().collect(Collectors.joining(" "));
    }

    private static void refuseSecond(Entry running) {
        throw new ServiceException(
                ErrorCode.RESTORE_RUNNING,
                "Nothing was restored: the restoration /api/v1/bundles/%s/restorations/%s runs. Wait until it has ended, or stop it."
                        .formatted(
                                running.restoration().bundle(),
                                running.restoration().id()));
    }

    /**
     * Returns the new restoration as far as it is known. The resources of a former one that ended early, of the same bundle, are its own.
     * The clock of the API server decides, because that is what resources are dated by.
     */
    private StoredRestoration accepted(
            RestorableBundle bundle, RestorationRequest selected, Optional<Entry> former, Instant now) {
        var acceptFrom = selected.keeps()
                ? Instant.EPOCH
                : former.map(Entry::restoration)
                        .filter(ended -> ended.state() != State.COMPLETE
                                && ended.bundle().equals(bundle.id()))
                        .map(StoredRestoration::acceptFrom)
                        .orElseGet(() -> reader.time().orElse(now));
        return new StoredRestoration(
                RestorationId.of(now, 0),
                bundle.id(),
                bundle.ref().namespace(),
                bundle.ref().cluster(),
                selected,
                null,
                now,
                acceptFrom,
                State.RUNNING,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private Creator dryRun(
            RestorableBundle bundle, RestorationRequest selected, LiveResources live, Deadline deadline) {
        var answers = new HashMap<RestoreObject, Answer>();
        RestorationProgress.absent(bundle, selected, live).stream()
                .collect(Collectors.groupingBy(RestoreObject::source, LinkedHashMap::new, Collectors.toList()))
                .forEach((namespace, objects) -> restorableCheck
                        .dryRun(namespace, objects, deadline)
                        .forEach(trial -> answers.put(trial.object(), trial.answer())));
        return new Creator() {
            @Override
            public boolean creates() {
                return false;
            }

            @Override
            public Optional<Answer> create(RestoreObject object, boolean turn) {
                return Optional.ofNullable(answers.get(object));
            }
        };
    }

    private RestorableBundle opened(StoredRestoration restoration, Deadline deadline) {
        var current = opened;
        if (current != null
                && current.id().equals(restoration.bundle())
                && current.ref().equals(restoration.ref())) {
            return current;
        }
        var ref = restoration.ref();
        var bundle = open(new SubsystemQuery(ref.namespace(), ref.cluster()), restoration.bundle(), deadline);
        requireWatched(bundle);
        if (restoration.isRunning()) {
            opened = bundle;
        }
        return bundle;
    }

    /** Reads and decrypts an authentic bundle. */
    private RestorableBundle open(SubsystemQuery query, BundleId id, Deadline deadline) {
        var inspection = bundleService.get(query, id, Selection.WHOLE, deadline);
        var manifest = inspection
                .trusted()
                .orElseThrow(() -> damaged(id, "it is not authentic. " + inspection.describeFailures()))
                .manifest();
        return new RestorableBundle(
                manifest,
                requireOpened(
                        id,
                        inspection.payload(),
                        manifest.payload().recipients(),
                        openableCheck.check(manifest, inspection.payload()).stream()
                                .filter(check -> check.outcome() == CheckOutcome.FAIL)
                                .map(check -> Sentences.closed(check.detail()))
                                .collect(Collectors.joining(" "))));
    }

    private static Payload requireOpened(BundleId id, OpenedPayload payload, List<String> recipients, String failures) {
        if (payload.outcome() == OpenedPayload.Outcome.NOT_OPENED) {
            throw new ServiceException(
                    ErrorCode.IDENTITY_MISSING,
                    "%s cannot be restored: %s. Add an age identity of %s to the file of apic-dr.seal.identity-file."
                            .formatted(id, Sentences.clause(payload.reason()), String.join(" or ", recipients)));
        }
        return payload.payload()
                .filter(content -> failures.isEmpty())
                .orElseThrow(() -> damaged(id, "it does not pass verification. " + failures));
    }

    private static ServiceException damaged(BundleId id, String why) {
        return new ServiceException(ErrorCode.VERIFICATION_FAILED, "%s cannot be restored: %s".formatted(id, why));
    }

    private void requireEnabled() {
        if (!config.enabled()) {
            throw new ServiceException(ErrorCode.RESTORE_DISABLED, DISABLED);
        }
    }

    private void requireWatched(RestorableBundle bundle) {
        var watched = installation.allNamespaces();
        bundle.namespaces().stream()
                .filter(namespace -> !watched.contains(namespace))
                .findFirst()
                .ifPresent(namespace -> {
                    throw new ServiceException(
                            ErrorCode.RESTORE_REJECTED,
                            ("Nothing was restored: the service does not watch the namespace %s of the bundle. Add it to"
                                            + " apic-dr.namespaces, or to apic-dr.portals if only portals are in it.")
                                    .formatted(namespace));
                });
    }

    /** Pauses scheduled work, unless a person has paused it. */
    private void pause(StoredRestoration restoration, Optional<Entry> former) {
        try {
            var paused = pauseOf(restoration.ref());
            boolean byPerson = paused.isPresent()
                    && former.map(Entry::restoration)
                            .filter(earlier ->
                                    earlier.pauseReason().equals(paused.get().reason()))
                            .isEmpty();
            if (!byPerson) {
                pauseService.pause(restoration.ref(), restoration.pauseReason(), restoration.by());
            }
        } catch (ServiceException e) {
            stored(restoration.ref())
                    .ifPresent(entry -> end(
                            entry,
                            State.FAILED,
                            "Scheduled work could not be paused: " + e.getMessage(),
                            "Remove the cause. " + REPEAT));
            throw e;
        }
    }

    /** Resumes scheduled work that the restoration paused. */
    private void resume(StoredRestoration restoration) {
        if (pauseOf(restoration.ref())
                .filter(pause -> restoration.pauseReason().equals(pause.reason()))
                .isPresent()) {
            pauseService.resume(restoration.ref());
        }
    }

    private Optional<Pause> pauseOf(SubsystemRef subsystem) {
        return pauseService.list().stream()
                .filter(pause -> new SubsystemRef(pause.namespace(), pause.cluster()).equals(subsystem))
                .findFirst();
    }

    /** Ends a restoration, unless another replica or a caller has changed it in between. */
    private void end(Entry entry, State state, @Nullable String detail, String remedy) {
        var restoration = entry.restoration();
        var ended = restoration.ended(state, now(), detail, remedy);
        if (store.replace(key(restoration.ref()), entry.text(), write(ended))) {
            log(
                    restoration,
                    "Restoration %s of bundle %s %s after %s%s"
                            .formatted(
                                    restoration.id(),
                                    restoration.bundle(),
                                    state == State.COMPLETE
                                            ? "completed"
                                            : state == State.FAILED ? "failed" : "was stopped",
                                    DurationFormat.format(Duration.between(restoration.since(), now())),
                                    detail == null ? "" : ": " + detail));
        }
    }

    private Entry find(NamespaceScope scope, BundleId bundle, RestorationId id) {
        var found = read().values().stream()
                .filter(entry -> entry.restoration().id().equals(id)
                        && entry.restoration().bundle().equals(bundle)
                        && scope.shows(entry.restoration().namespace()))
                .findFirst()
                .orElseThrow(() -> new ServiceException(
                        ErrorCode.RESTORATION_NOT_FOUND,
                        "There is no restoration %s of bundle %s. Only the last one of each subsystem is kept."
                                .formatted(id, bundle)));
        scope.require(found.restoration().namespace());
        return found;
    }

    private Optional<Entry> stored(SubsystemRef subsystem) {
        return Optional.ofNullable(read().get(key(subsystem)));
    }

    /** Returns the restorations by key. One that is not valid is left out, and is replaced by the next of its subsystem. */
    private Map<String, Entry> read() {
        var entries = new LinkedHashMap<String, Entry>();
        store.read().forEach((key, text) -> parse(key, text).ifPresent(entry -> entries.put(key, entry)));
        return entries;
    }

    private Optional<Entry> parse(String key, String text) {
        try {
            var restoration = mapper.readValue(text, StoredRestoration.class);
            if (restoration != null && key(restoration.ref()).equals(key)) {
                return Optional.of(new Entry(text, restoration));
            }
            Log.warnf("The stored restoration %s is not valid and is ignored.", key);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            Log.warnf("The stored restoration %s is not valid and is ignored.", key);
        }
        return Optional.empty();
    }

    private String write(StoredRestoration restoration) {
        try {
            return mapper.writeValueAsString(restoration);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A restoration is no JSON", e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** A namespace has no dot, so the key is not ambiguous. */
    private static String key(SubsystemRef subsystem) {
        return subsystem.namespace() + "." + subsystem.cluster();
    }

    private static void log(StoredRestoration restoration, String message) {
        LogContext.withFields(
                Map.of("restoration", restoration.id(), "bundleId", restoration.bundle()), () -> Log.info(message));
    }

    /** A restoration with the text that it was read from. */
    private record Entry(String text, StoredRestoration restoration) {

        boolean isRunning() {
            return restoration.isRunning();
        }
    }

    /** Creates what is absent, as long as the restoration runs and this replica leads. */
    private final class StepCreator implements Creator {

        private final StoredRestoration restoration;
        private final BooleanSupplier leads;

        StepCreator(StoredRestoration restoration, BooleanSupplier leads) {
            this.restoration = restoration;
            this.leads = leads;
        }

        @Override
        public boolean creates() {
            return true;
        }

        @Override
        public Optional<Answer> create(RestoreObject object, boolean turn) {
            synchronized (creation) {
                if (!turn || !mayContinue()) {
                    return Optional.empty();
                }
                var answer = target.create(object.source(), object);
                if (answer.reply() == Reply.ACCEPTED) {
                    LogContext.withFields(
                            Map.of(
                                    "restoration",
                                    restoration.id(),
                                    "kind",
                                    object.kind(),
                                    "namespace",
                                    object.source(),
                                    "name",
                                    object.name()),
                            () -> Log.infof(
                                    "Restoration %s created %s in %s", restoration.id(), object, object.source()));
                }
                return Optional.of(answer);
            }
        }

        private boolean mayContinue() {
            return leads.getAsBoolean()
                    && stored(restoration.ref())
                            .filter(Entry::isRunning)
                            .filter(entry -> entry.restoration().id().equals(restoration.id()))
                            .isPresent();
        }
    }
}
