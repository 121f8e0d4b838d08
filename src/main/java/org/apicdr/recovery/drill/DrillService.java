package org.apicdr.recovery.drill;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.OpenedPayload;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.LogContext;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.drill.DrillResult.Outcome;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.verification.DrillConfig;
import org.apicdr.verification.RestorableCheck;
import org.apicdr.verification.RestorableCheck.Trial;
import org.apicdr.verification.RestoreObject;
import org.apicdr.verification.RestoreTarget.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Restores the newest authentic bundle of a subsystem into the namespace for drills. Secrets and config maps are created,
 * compared and removed. Custom resources are created by dry run only, because an operator that watches all namespaces would
 * install them.
 */
@ApplicationScoped
public class DrillService {

    private static final String ID = "apic-dr.io/drill";

    private static final int ID_LENGTH = 8;

    /** The API server adds data to a secret of this type, and accepts it only with its annotation. */
    private static final String SERVICE_ACCOUNT_TOKEN = "kubernetes.io/service-account-token";

    private final DrillConfig config;
    private final Installation installation;
    private final BundleService bundleService;
    private final RestorableCheck restorableCheck;
    private final DrillNamespace drillNamespace;
    private final DrillResults results;
    private final DrillMetrics metrics;
    private final DeadlineFactory deadlineFactory;
    private final Clock clock;

    DrillService(
            DrillConfig config,
            Installation installation,
            BundleService bundleService,
            RestorableCheck restorableCheck,
            DrillNamespace drillNamespace,
            DrillResults results,
            DrillMetrics metrics,
            DeadlineFactory deadlineFactory,
            Clock clock) {
        this.config = config;
        this.installation = installation;
        this.bundleService = bundleService;
        this.restorableCheck = restorableCheck;
        this.drillNamespace = drillNamespace;
        this.results = results;
        this.metrics = metrics;
        this.deadlineFactory = deadlineFactory;
        this.clock = clock;
    }

    /**
     * Carries out a drill, remembers its result and logs it in one line.
     *
     * @param leads whether this replica may go on; otherwise the drill creates nothing more, and is incomplete
     */
    public DrillResult drill(SubsystemRef subsystem, BooleanSupplier leads) {
        var namespace = config.namespace().orElseThrow();
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var drill = new Drill(namespace, leads);
        try {
            drill.run(subsystem);
        } catch (ServiceException e) {
            drill.incomplete(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            Log.error("Unexpected error in a drill", e);
            drill.incomplete("Unexpected error in the service. See its log.");
        }
        var result = results.remember(
                namespace,
                subsystem,
                DrillResult.of(drill.outcome(), at, drill.bundle(), drill.reasons(), drill.leftovers));
        var took = Duration.between(at, clock.instant());
        metrics.record(result.outcome(), took);
        log(subsystem, result, drill.created, took);
        return result;
    }

    private static void log(SubsystemRef subsystem, DrillResult result, int created, Duration took) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("bundleId", String.valueOf(result.bundle()));
        fields.put("durationMillis", took.toMillis());
        LogContext.withFields(fields, () -> {
            if (result.outcome() == Outcome.PASSED) {
                Log.infof(
                        "Drill of %s passed: %s, %d secrets and config maps, %d ms",
                        subsystem, result.bundle(), created, took.toMillis());
            } else {
                Log.warnf(
                        "Drill of %s %s: %s: %s",
                        subsystem,
                        result.outcome() == Outcome.FAILED ? "failed" : "is incomplete",
                        result.bundle() == null ? "no bundle" : result.bundle(),
                        String.join(" ", result.reasons()));
            }
        });
    }

    /** One drill. */
    private final class Drill {

        private final String namespace;
        private final BooleanSupplier leads;
        private final String id = UUID.randomUUID().toString().substring(0, ID_LENGTH);
        private final List<String> failures = new ArrayList<>();
        private final List<String> gaps = new ArrayList<>();
        private String bundleId = "";
        private int created;
        private boolean leftovers;

        Drill(String namespace, BooleanSupplier leads) {
            this.namespace = namespace;
            this.leads = leads;
        }

        /** Removes what an interrupted drill left even if there is no bundle or the store cannot be reached. */
        void run(SubsystemRef subsystem) {
            remove(object -> true);
            var query = new SubsystemQuery(subsystem.namespace(), subsystem.cluster());
            var inspection = bundleService.latest(query, Selection.RESOURCES, deadlineFactory.start());
            bundleId = inspection.bundle().id().value();
            var manifest = inspection.trusted().orElseThrow().manifest();
            if (belongsToSubsystem(manifest)) {
                gaps.add(
                        "%s is a namespace of a subsystem. Set apic-dr.drill.namespace to one that is for drills alone."
                                .formatted(namespace));
                return;
            }
            inspection
                    .payload()
                    .payload()
                    .ifPresentOrElse(
                            payload -> restore(RestoreObject.of(manifest, payload)), () -> notOpened(inspection));
        }

        void incomplete(String why) {
            gaps.add(why);
        }

        Outcome outcome() {
            if (!failures.isEmpty()) {
                return Outcome.FAILED;
            }
            return gaps.isEmpty() ? Outcome.PASSED : Outcome.INCOMPLETE;
        }

        List<String> reasons() {
            var reasons = new ArrayList<>(failures);
            reasons.addAll(gaps);
            return reasons;
        }

        @Nullable
        String bundle() {
            return bundleId.isEmpty() ? null : bundleId;
        }

        private boolean belongsToSubsystem(Manifest manifest) {
            return installation.allNamespaces().contains(namespace)
                    || manifest.subsystems().stream()
                            .anyMatch(entry -> entry.namespace().equals(namespace));
        }

        private void notOpened(BundleInspection inspection) {
            var opened = inspection.payload();
            switch (opened.outcome()) {
                case NOT_OPENED -> gaps.add("The payload was not opened: %s.".formatted(opened.reason()));
                case OPENED ->
                    gaps.add("The resources in the payload exceed %d bytes.".formatted(OpenedPayload.MAX_KEPT_BYTES));
                case NOT_DECRYPTED, CORRUPT -> failures.add("The payload cannot be opened: " + opened.reason());
            }
        }

        /** Objects of different namespaces may share a name, so the namespaces are restored one after the other. */
        private void restore(List<RestoreObject> objects) {
            if (leftovers) {
                return;
            }
            var trials = restorableCheck.dryRun(namespace, objects, deadlineFactory.start());
            trials.forEach(this::judge);
            if (trials.stream().anyMatch(trial -> trial.answer().reply() == Reply.EXISTS)) {
                return;
            }
            trials.stream()
                    .filter(trial -> trial.answer().reply() == Reply.ACCEPTED)
                    .map(Trial::object)
                    .filter(object -> object.isData() && !isServiceAccountToken(object))
                    .collect(groupingBy(RestoreObject::source, LinkedHashMap::new, Collectors.toList()))
                    .values()
                    .stream()
                    .takeWhile(group -> !leftovers)
                    .forEach(this::restoreData);
        }

        private void judge(Trial trial) {
            switch (trial.answer().reply()) {
                case ACCEPTED -> {}
                case INVALID -> failures.add(trial.sentence());
                case EXISTS -> exists(trial.object());
                case REFUSED, UNKNOWN_KIND, DENIED -> gaps.add(trial.sentence());
            }
        }

        private void exists(RestoreObject object) {
            if (drillNamespace.list(namespace).stream()
                    .map(DrillService::key)
                    .anyMatch(key(object.resource())::equals)) {
                gaps.add("%s exists already in %s, because another drill runs there.".formatted(object, namespace));
            } else {
                failures.add("%s exists already in %s, and no drill created it. Remove it, or use another namespace."
                        .formatted(object, namespace));
            }
        }

        private void restoreData(List<RestoreObject> objects) {
            try {
                var made = objects.stream()
                        .takeWhile(object -> mayContinue())
                        .filter(this::create)
                        .toList();
                var restored = drillNamespace.list(namespace).stream()
                        .filter(object -> label(object, ID).equals(id))
                        .collect(Collectors.toMap(DrillService::key, object -> object));
                made.forEach(object -> compare(object, restored));
                created += made.size();
            } finally {
                remove(object -> label(object, ID).equals(id));
                if (leftovers) {
                    gaps.add("Secrets of a drill may be left in %s. A repeated drill removes what has the label %s=%s."
                            .formatted(namespace, DrillNamespace.MANAGED_BY, DrillNamespace.DRILL));
                }
            }
        }

        private boolean mayContinue() {
            if (leads.getAsBoolean()) {
                return true;
            }
            gaps.add("The drill was interrupted, because this replica no longer runs scheduled work.");
            return false;
        }

        private boolean create(RestoreObject object) {
            var labels = Map.of(DrillNamespace.MANAGED_BY, DrillNamespace.DRILL, ID, id);
            var answer = drillNamespace.create(namespace, object, labels);
            judge(new Trial(object, answer));
            return answer.reply() == Reply.ACCEPTED;
        }

        private void compare(RestoreObject object, Map<String, ObjectNode> restored) {
            var found = restored.get(key(object.resource()));
            if (found == null) {
                gaps.add("%s was gone before it could be compared.".formatted(object));
            } else if (!object.hasContentOf(found)) {
                failures.add("%s differs from the bundle after its creation.".formatted(object));
            }
        }

        /** Removes the objects of drills that match. If one cannot be removed, the others still are. */
        private void remove(Predicate<ObjectNode> matches) {
            leftovers = true;
            try {
                var removed = drillNamespace.list(namespace).stream()
                        .filter(matches)
                        .map(this::delete)
                        .reduce(true, Boolean::logicalAnd);
                leftovers = !removed;
            } catch (ServiceException e) {
                gaps.add(String.valueOf(e.getMessage()));
            }
        }

        private boolean delete(ObjectNode object) {
            try {
                drillNamespace.delete(namespace, object);
                return true;
            } catch (ServiceException e) {
                gaps.add(String.valueOf(e.getMessage()));
                return false;
            }
        }
    }

    private static boolean isServiceAccountToken(RestoreObject object) {
        return object.resource().path("type").asText().equals(SERVICE_ACCOUNT_TOKEN);
    }

    private static String key(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }

    private static String label(JsonNode object, String name) {
        return object.path("metadata").path("labels").path(name).asText();
    }
}
