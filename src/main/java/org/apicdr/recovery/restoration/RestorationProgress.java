package org.apicdr.recovery.restoration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.bundle.Manifest;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.Sentences;
import org.apicdr.recovery.restoration.Restoration.Step;
import org.apicdr.recovery.restoration.Restoration.StepState;
import org.apicdr.recovery.restoration.RestorationRequest.PortalBackupChoice;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.verification.RestorableCheck.Trial;
import org.apicdr.verification.RestoreObject;
import org.apicdr.verification.RestoreTarget.Answer;
import org.apicdr.verification.RestoreTarget.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the steps of a restoration in their order and compares each with the API server. What is absent, and whose turn it
 * is, it hands to the {@link Creator}.
 */
final class RestorationProgress {

    private static final String RUNNING = "Running";

    /** The phases of a restore that has succeeded, as in the script {@code recover}. */
    private static final Set<String> RESTORED = Set.of("Complete", "Ready");

    private static final String FAILED = "Failed";

    /** The fields that tie a resource to its backups; an APIConnectCluster has them in two parts. */
    private static final List<String> TIES = Stream.of("/spec", "/spec/management", "/spec/portal")
            .flatMap(spec -> Stream.of("/siteName", "/originalUID", "/encryptionSecret/secretName")
                    .map(spec::concat))
            .toList();

    private static final Pattern COUNT = Pattern.compile("([0-9]+)/([0-9]+)");

    private static final int MAX_MESSAGE = 300;

    private final RestorableBundle bundle;
    private final RestorationRequest request;
    private final Instant acceptFrom;
    private final LiveResources live;
    private final Creator creator;
    private final boolean settled;
    private final List<Step> steps = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** True while all steps so far are done. */
    private boolean ready = true;

    private RestorationProgress(
            RestorableBundle bundle,
            RestorationRequest request,
            Instant acceptFrom,
            LiveResources live,
            Creator creator,
            boolean settled) {
        this.bundle = bundle;
        this.request = request;
        this.acceptFrom = acceptFrom;
        this.live = live;
        this.creator = creator;
        this.settled = settled;
    }

    /**
     * Returns the progress of a restoration.
     *
     * @param request the backups that were selected
     * @param acceptFrom a resource that is older was there before the restoration
     * @param settled whether the operator has had the time to restart the ManagementCluster after the restore of its database
     */
    static RestorationProgress of(
            RestorableBundle bundle,
            RestorationRequest request,
            Instant acceptFrom,
            LiveResources live,
            Creator creator,
            boolean settled) {
        var progress = new RestorationProgress(bundle, request, acceptFrom, live, creator, settled);
        progress.run();
        return progress;
    }

    /** Returns the objects to create that are absent, with a provisional ManagementRestore if its backup is not known yet. */
    static List<RestoreObject> absent(RestorableBundle bundle, RestorationRequest request, LiveResources live) {
        var absent = new ArrayList<RestoreObject>();
        bundle.data().stream().filter(object -> live.data(object).isEmpty()).forEach(absent::add);
        var resources = new ArrayList<>(bundle.resources());
        if (!isNone(request.databaseBackup())) {
            resources.add(bundle.managementRestore(request, String.valueOf(request.databaseBackup())));
        }
        request.portalBackups().stream()
                .filter(portal -> !portal.isNone())
                .map(RestorableBundle::portalRestore)
                .forEach(resources::add);
        resources.stream()
                .filter(object -> live.resource(object.kind(), object.source(), object.name())
                        .isEmpty())
                .forEach(absent::add);
        return absent;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Returns why the restoration cannot go on; empty if it can. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Returns whether the database is restored. */
    boolean isDatabaseRestored() {
        return steps.stream()
                .anyMatch(step ->
                        step.kind().equals(ResourceKind.MANAGEMENT_RESTORE.kind()) && step.state() == StepState.DONE);
    }

    boolean isComplete() {
        return steps.stream()
                .allMatch(step -> step.state() == StepState.DONE
                        || step.state() == StepState.KEPT
                        || step.state() == StepState.SKIPPED);
    }

    /** Returns the step that an operator works on. */
    Optional<Step> waiting() {
        return steps.stream().filter(step -> step.state() == StepState.WAITING).findFirst();
    }

    private void run() {
        var first = bundle.first();
        boolean begun =
                find(first).filter(found -> refusal(first, found).isEmpty()).isPresent();
        if (!begun) {
            refuseOthers();
        }
        bundle.data().forEach(object -> data(object, begun));
        management(first);
        bundle.owners().forEach(this::other);
        request.portalBackups().forEach(this::portal);
        bundle.others().forEach(this::other);
    }

    /** A second ManagementCluster in the namespace would use the same secrets. */
    private void refuseOthers() {
        var management = bundle.management();
        boolean owned = bundle.resource(management).isEmpty();
        live.all(ResourceKind.MANAGEMENT_CLUSTER, management.namespace()).stream()
                .map(LiveResources::name)
                .filter(name -> owned || !name.equals(management.name()))
                .forEach(
                        name -> conflict(
                                "ManagementCluster %s/%s is there already.".formatted(management.namespace(), name),
                                "Restore into a namespace without a ManagementCluster. Find out whose it is; remove it if it is not needed."));
    }

    private void data(RestoreObject object, boolean begun) {
        var found = live.data(object);
        if (found.isEmpty()) {
            create(object, StepState.DONE);
        } else if (object.hasContentOf(found.get())) {
            add(object, StepState.DONE, null, null);
        } else if (request.keeps()) {
            add(object, StepState.KEPT, null, "It differs from the bundle and was kept.");
        } else if (begun) {
            add(
                    object,
                    StepState.KEPT,
                    null,
                    "It differs from the bundle: it was changed since the restoration began.");
        } else {
            add(object, StepState.DIFFERENT, null, "It differs from the bundle.");
            conflict(
                    "%s in %s differs from the bundle.".formatted(object, object.source()),
                    "Find out who made it. Remove it, or keep it by onConflict keep.");
        }
    }

    private void management(RestoreObject first) {
        var management = bundle.management();
        boolean owned = !first.kind().equals(management.kind());
        if (owned) {
            createFirst(first);
        }
        var cluster = live.resource(management.kind(), management.namespace(), management.name());
        boolean external = isNone(request.databaseBackup());
        var name = RestorableBundle.managementRestoreName(String.valueOf(request.databaseBackup()));
        var restore = external
                ? Optional.<ObjectNode>empty()
                : live.resource(ResourceKind.MANAGEMENT_RESTORE.kind(), management.namespace(), name);
        cluster(management, cluster, restore, true, owned ? null : first);
        if (external) {
            steps.add(new Step(
                    ResourceKind.MANAGEMENT_RESTORE.kind(),
                    management.namespace(),
                    name,
                    StepState.SKIPPED,
                    null,
                    null,
                    "The database is external: its administrators must have restored it."));
            return;
        }
        var backup = bundle.isEdb() ? Optional.of("") : record();
        restore(
                bundle.managementRestore(request, backup.orElseGet(() -> String.valueOf(request.databaseBackup()))),
                cluster,
                restore,
                backup.isPresent());
    }

    /** Returns the name of the ManagementBackup that the operator made for the backup on the server. */
    private Optional<String> record() {
        return live.all(ResourceKind.MANAGEMENT_BACKUP, bundle.management().namespace()).stream()
                .filter(backup -> backup.at("/status/id").asText().equals(request.databaseBackup())
                        && phase(backup).equals("Ready"))
                .map(LiveResources::name)
                .sorted()
                .findFirst();
    }

    private void portal(PortalBackupChoice choice) {
        var portal = bundle.portals().stream()
                .filter(entry -> entry.path().equals(choice.path()))
                .findFirst()
                .orElseThrow();
        var object = bundle.resource(portal);
        var cluster = live.resource(portal.kind(), portal.namespace(), portal.name());
        if (choice.isNone()) {
            object.ifPresent(this::other);
            steps.add(new Step(
                    ResourceKind.PORTAL_RESTORE.kind(),
                    portal.namespace(),
                    RestorableBundle.portalRestoreName(choice),
                    StepState.SKIPPED,
                    null,
                    null,
                    "The portal is not restored."));
            return;
        }
        var restore = live.resource(
                ResourceKind.PORTAL_RESTORE.kind(), portal.namespace(), RestorableBundle.portalRestoreName(choice));
        cluster(portal, cluster, restore, false, object.orElse(null));
        restore(RestorableBundle.portalRestore(choice), cluster, restore, true);
    }

    /** The APIConnectCluster, whose phase covers subsystems that are not restored. */
    private void createFirst(RestoreObject first) {
        find(first).ifPresentOrElse(found -> requireAccepted(first, found), () -> create(first, StepState.DONE));
    }

    private void requireAccepted(RestoreObject object, ObjectNode found) {
        var refusal = refusal(object, found);
        add(object, refusal.isEmpty() ? StepState.DONE : StepState.DIFFERENT, found, refusal.orElse(null));
        refusal.ifPresent(this::conflict);
    }

    /**
     * A ManagementCluster or PortalCluster, into which a backup is restored.
     *
     * @param again whether it must run again after the restore
     * @param object the resource to create; null if an APIConnectCluster creates it
     */
    private void cluster(
            Manifest.Entry entry,
            Optional<ObjectNode> found,
            Optional<ObjectNode> restore,
            boolean again,
            @Nullable RestoreObject object) {
        if (found.isEmpty()) {
            if (object == null) {
                boolean turn = ready;
                ready = false;
                step(
                        entry,
                        turn ? StepState.WAITING : StepState.PENDING,
                        null,
                        "The operator creates it for the APIConnectCluster.");
            } else {
                create(object, StepState.WAITING);
                ready = false;
            }
            return;
        }
        var cluster = found.get();
        var refusal = object == null ? refusalOfCaptured(entry, cluster) : refusal(object, cluster);
        boolean restoring = restore.isPresent() && (!again || !isRestored(restore.get()));
        if (refusal.isPresent()) {
            step(entry, StepState.DIFFERENT, cluster, refusal.get());
            conflict(refusal.get());
        } else if (phase(cluster).equals(FAILED) && !restoring) {
            step(entry, StepState.FAILED, cluster, null);
            failure(entry.kind(), entry.namespace(), entry.name(), cluster, false);
        } else if (again && restore.isPresent() && !restoring && !settled) {
            ready = false;
            step(entry, StepState.WAITING, cluster, "The operator may be about to restart it after the restore.");
        } else if (again && restore.isEmpty() && isRunning(cluster) && hasOtherVersion(entry, cluster)) {
            var detail =
                    "The operator has installed version %s of ManagementCluster %s, and the bundle is of version %s."
                            .formatted(reconciled(cluster), entry.path(), entry.version());
            step(entry, StepState.DIFFERENT, cluster, detail);
            conflict(detail, "A backup can only be restored into the same version. Install that of the bundle.");
        } else if (restoring || isRunning(cluster)) {
            step(entry, StepState.DONE, cluster, null);
        } else {
            ready = false;
            step(entry, StepState.WAITING, cluster, "Waits until it is Running with all of its pods.");
        }
    }

    /** @param known whether the backup to restore is known */
    private void restore(
            RestoreObject object, Optional<ObjectNode> cluster, Optional<ObjectNode> found, boolean known) {
        if (found.isEmpty()) {
            if (known || !creator.creates()) {
                create(object, StepState.WAITING);
            } else {
                add(
                        object,
                        ready ? StepState.WAITING : StepState.PENDING,
                        null,
                        "Waits for a ManagementBackup with status.id %s and phase Ready, which the operator makes for the backup on the server."
                                .formatted(request.databaseBackup()));
            }
            ready = false;
            return;
        }
        var restore = found.get();
        if (cluster.isEmpty() || createdAt(restore).isBefore(createdAt(cluster.get()))) {
            var detail = "%s %s/%s is older than what it would restore: it is one of an earlier attempt."
                    .formatted(object.kind(), object.source(), object.name());
            add(object, StepState.DIFFERENT, restore, detail);
            conflict(detail, "Remove it: %s.".formatted(command("delete", object)));
        } else if (phase(restore).equals(FAILED)) {
            add(object, StepState.FAILED, restore, null);
            failure(object.kind(), object.source(), object.name(), restore, true);
        } else if (isRestored(restore)) {
            add(object, StepState.DONE, restore, null);
        } else {
            ready = false;
            add(object, StepState.WAITING, restore, "Waits until it is Complete or Ready.");
        }
    }

    /** A resource into which nothing is restored, so it may be kept as it is. */
    private void other(RestoreObject object) {
        find(object)
                .ifPresentOrElse(
                        found -> {
                            if (differences(object, found).isEmpty()) {
                                add(object, StepState.DONE, found, null);
                            } else if (request.keeps()) {
                                add(object, StepState.KEPT, found, "It differs from the bundle and was kept.");
                            } else {
                                var detail = different(object, found);
                                add(object, StepState.DIFFERENT, found, detail);
                                conflict(detail, "Remove it, or keep it by onConflict keep.");
                            }
                        },
                        () -> create(object, StepState.DONE));
    }

    private void create(RestoreObject object, StepState created) {
        var answer = creator.create(object, ready);
        if (answer.isEmpty()) {
            ready = false;
            add(object, StepState.PENDING, null, null);
            return;
        }
        var trial = new Trial(object, answer.get());
        var reply = answer.get().reply();
        if (!creator.creates()) {
            dryRun(trial);
        } else if (reply == Reply.ACCEPTED) {
            add(object, created, null, null);
        } else if (reply == Reply.EXISTS) {
            ready = false;
            add(object, StepState.PENDING, null, "Another client has just created it. It is compared next.");
        } else {
            add(object, StepState.FAILED, null, trial.sentence());
            problem(
                    ErrorCode.RESTORE_REJECTED,
                    "%s in %s was not created. %s"
                            .formatted(object, object.source(), Sentences.closed(trial.sentence())),
                    "Remove the cause.");
        }
    }

    /** A webhook of an operator may reject a restore as long as its cluster does not exist. */
    private void dryRun(Trial trial) {
        var object = trial.object();
        var reply = trial.answer().reply();
        boolean accepted = reply == Reply.ACCEPTED || reply == Reply.EXISTS;
        steps.add(new Step(
                object.kind(),
                object.source(),
                object.name(),
                StepState.PENDING,
                null,
                reply,
                accepted ? null : Sentences.closed(trial.sentence())));
        boolean tells = reply == Reply.DENIED || reply == Reply.UNKNOWN_KIND || reply == Reply.INVALID;
        if (tells && !(isRestore(object) && reply == Reply.INVALID)) {
            problem(
                    ErrorCode.RESTORE_REJECTED,
                    "%s would not be created in %s. %s"
                            .formatted(object, object.source(), Sentences.closed(trial.sentence())),
                    reply == Reply.UNKNOWN_KIND
                            ? "Install API Connect's operator of the captured version."
                            : "Remove the cause. The service creates no namespaces; the overlay restore has its permissions.");
        }
    }

    private static boolean isRestore(RestoreObject object) {
        return object.kind().equals(ResourceKind.MANAGEMENT_RESTORE.kind())
                || object.kind().equals(ResourceKind.PORTAL_RESTORE.kind());
    }

    private Optional<ObjectNode> find(RestoreObject object) {
        return live.resource(object.kind(), object.source(), object.name());
    }

    /** Returns why a resource that is there is not the one to restore into. */
    private Optional<String> refusal(RestoreObject object, ObjectNode found) {
        if (bundle.capturedUid(object.kind(), object.source(), object.name())
                .filter(uid(found)::equals)
                .isPresent()) {
            return Optional.of(captured(object.kind(), object.source(), object.name()));
        }
        if (!differences(object, found).isEmpty()) {
            return Optional.of(different(object, found));
        }
        return createdAt(found).isBefore(acceptFrom)
                ? Optional.of(
                        "%s %s/%s was there before the restoration. onConflict keep goes on with it, and restores into it."
                                .formatted(object.kind(), object.source(), object.name()))
                : Optional.empty();
    }

    private static Optional<String> refusalOfCaptured(Manifest.Entry entry, ObjectNode found) {
        return uid(found).equals(entry.uid())
                ? Optional.of(captured(entry.kind(), entry.namespace(), entry.name()))
                : Optional.empty();
    }

    private static String captured(String kind, String namespace, String name) {
        return "%s %s/%s is the one that was captured. It must be gone before it is recovered."
                .formatted(kind, namespace, name);
    }

    private static String different(RestoreObject object, ObjectNode found) {
        return "%s %s/%s is another one: it differs in %s."
                .formatted(object.kind(), object.source(), object.name(), differences(object, found));
    }

    private static String differences(RestoreObject object, ObjectNode found) {
        return TIES.stream()
                .filter(tie ->
                        !object.resource().at(tie).asText().equals(found.at(tie).asText()))
                .map(tie -> tie.substring(1).replace('/', '.'))
                .collect(Collectors.joining(", "));
    }

    private void failure(String kind, String namespace, String name, ObjectNode resource, boolean restore) {
        var message = resource.at("/status/message")
                .asText("")
                .replaceAll("\\s+", " ")
                .strip();
        var said = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message;
        var object = "%s %s -n %s".formatted(kind.toLowerCase(Locale.ROOT), name, namespace);
        problem(
                ErrorCode.RESTORE_CONFLICT,
                "%s %s/%s has failed%s"
                        .formatted(kind, namespace, name, said.isEmpty() ? "." : ": " + Sentences.closed(said)),
                "See: kubectl describe %s. Remove the cause%s."
                        .formatted(object, restore ? ", then the restore: kubectl delete " + object : ""));
    }

    private void conflict(String refusal) {
        conflict(refusal, "Find out whose it is. Remove it if it is not needed.");
    }

    private void conflict(String detail, String remedy) {
        problem(ErrorCode.RESTORE_CONFLICT, detail, remedy);
    }

    private void problem(ErrorCode code, String detail, String remedy) {
        ready = false;
        problems.add(new Problem(code, detail, remedy));
    }

    private void step(Manifest.Entry entry, StepState state, @Nullable JsonNode found, @Nullable String detail) {
        steps.add(new Step(entry.kind(), entry.namespace(), entry.name(), state, phaseAndState(found), null, detail));
    }

    private void add(RestoreObject object, StepState state, @Nullable JsonNode found, @Nullable String detail) {
        steps.add(new Step(object.kind(), object.source(), object.name(), state, phaseAndState(found), null, detail));
    }

    private static @Nullable String phaseAndState(@Nullable JsonNode found) {
        if (found == null) {
            return null;
        }
        var text = "%s %s"
                .formatted(phase(found), found.at("/status/state").asText())
                .strip();
        return text.isEmpty() ? null : text;
    }

    private static boolean isRunning(JsonNode cluster) {
        var count = COUNT.matcher(cluster.at("/status/state").asText());
        return phase(cluster).equals(RUNNING)
                && (!count.matches() || count.group(1).equals(count.group(2)));
    }

    /** Returns whether the operator reports another version than the captured one. The build, behind the dash, may differ. */
    private static boolean hasOtherVersion(Manifest.Entry entry, JsonNode cluster) {
        var installed = reconciled(cluster);
        var captured = entry.version().replaceFirst("-.*", "");
        return !installed.isEmpty() && !installed.equals(captured) && !installed.startsWith(captured + "-");
    }

    private static String reconciled(JsonNode cluster) {
        return cluster.at("/status/versions/reconciled").asText();
    }

    private static boolean isRestored(JsonNode restore) {
        return RESTORED.contains(phase(restore));
    }

    private static String phase(JsonNode resource) {
        return resource.at("/status/phase").asText();
    }

    private static String uid(JsonNode resource) {
        return resource.at("/metadata/uid").asText();
    }

    private static Instant createdAt(JsonNode resource) {
        try {
            return Instant.parse(resource.at("/metadata/creationTimestamp").asText());
        } catch (DateTimeException unknown) {
            return Instant.EPOCH;
        }
    }

    private static boolean isNone(@Nullable String backup) {
        return RestorationRequest.NONE.equals(backup);
    }

    private static String command(String verb, RestoreObject object) {
        return "kubectl %s %s %s -n %s"
                .formatted(verb, object.kind().toLowerCase(Locale.ROOT), object.name(), object.source());
    }

    /**
     * Why a restoration cannot begin or go on.
     *
     * @param remedy what to do
     */
    record Problem(ErrorCode code, String detail, String remedy) {}

    /** Creates objects, or only says what would happen. */
    interface Creator {

        /** Shows what is there and creates nothing. */
        Creator NOTHING = new Creator() {
            @Override
            public boolean creates() {
                return true;
            }

            @Override
            public Optional<Answer> create(RestoreObject object, boolean turn) {
                return Optional.empty();
            }
        };

        /** Returns whether an answer is that to a creation, not to a dry run. */
        boolean creates();

        /**
         * Creates an object in the namespace of its source.
         *
         * @param turn whether all steps before are done; otherwise nothing must be created
         * @return the answer of the API server; empty if it was not asked
         */
        Optional<Answer> create(RestoreObject object, boolean turn);
    }
}
