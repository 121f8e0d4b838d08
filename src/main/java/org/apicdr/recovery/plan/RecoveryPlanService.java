package org.apicdr.recovery.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.crypto.Fingerprints;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.recovery.plan.RecoveryPlan.NeededObject;
import org.apicdr.recovery.plan.RecoveryPlan.PlannedObject;
import org.apicdr.recovery.plan.RecoveryPlan.PlannedResource;
import org.apicdr.recovery.plan.RecoveryPlan.State;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Makes the recovery plan of a stored bundle from its manifest, with what the API server has. Secrets are compared by
 * fingerprint, so no identity is needed. What cannot be read is unknown, not absent.
 */
@ApplicationScoped
public class RecoveryPlanService {

    private static final String SECRET = "Secret";
    private static final String CONFIG_MAP = "ConfigMap";

    private final SubsystemReader reader;
    private final SealingKeys sealingKeys;
    private final ParallelExecutor parallelExecutor;

    RecoveryPlanService(SubsystemReader reader, SealingKeys sealingKeys, ParallelExecutor parallelExecutor) {
        this.reader = reader;
        this.sealingKeys = sealingKeys;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Returns the plan of a bundle.
     *
     * @param namespace the namespace to which the ManagementCluster is recovered; null for that of the capture
     * @param readable whether the caller may learn what a namespace contains
     * @throws ServiceException {@code VERIFICATION_FAILED} if the bundle is not authentic
     */
    public RecoveryPlan plan(
            BundleInspection bundle, @Nullable String namespace, Predicate<String> readable, Deadline deadline) {
        var manifest = bundle.trusted()
                .orElseThrow(() -> new ServiceException(
                        ErrorCode.VERIFICATION_FAILED,
                        "%s has no recovery plan: it is not authentic. %s"
                                .formatted(bundle.bundle().id(), bundle.describeFailures())))
                .manifest();
        var captured = manifest.management().namespace();
        UnaryOperator<String> namespaces = name -> namespace != null && name.equals(captured) ? namespace : name;
        var plan = RecoveryPlanFactory.of(manifest, bundle.signer().orElse(null), namespaces);
        var live = new LiveObjects(readable);
        plan.secrets().forEach(object -> live.start(SECRET, object.namespace(), object.name()));
        plan.configMaps().forEach(object -> live.start(CONFIG_MAP, object.namespace(), object.name()));
        plan.needed().forEach(object -> live.start(object.kind(), object.namespace(), object.name()));
        plan.resources().forEach(resource -> live.start(resource.kind(), resource.namespace(), resource.name()));
        var lineages = lineages(manifest, namespaces);
        return new RecoveryPlan(
                plan.bundle(),
                plan.tools(),
                plan.target(),
                plan.secrets().stream()
                        .map(object -> compared(object, lineages, live, deadline))
                        .toList(),
                plan.configMaps().stream()
                        .map(object -> compared(object, lineages, live, deadline))
                        .toList(),
                plan.needed().stream()
                        .map(object -> found(object, live, deadline))
                        .toList(),
                plan.neededUnknown(),
                plan.resources().stream()
                        .map(resource -> found(resource, live, deadline))
                        .toList(),
                plan.points(),
                plan.pointsUnknown(),
                plan.restores(),
                plan.steps(),
                plan.after(),
                plan.rollback(),
                plan.wipe());
    }

    /** Returns the lineage of the resource that an object was saved for, by which its fingerprint was made. */
    private static Map<String, String> lineages(Manifest manifest, UnaryOperator<String> namespaces) {
        var lineages = new HashMap<String, String>();
        for (var entry : manifest.subsystems()) {
            var namespace = namespaces.apply(entry.namespace());
            entry.secrets()
                    .forEach(secret ->
                            lineages.putIfAbsent(LiveObjects.key(SECRET, namespace, secret.name()), entry.lineage()));
            entry.savedConfigMaps()
                    .forEach(configMap -> lineages.putIfAbsent(
                            LiveObjects.key(CONFIG_MAP, namespace, configMap.name()), entry.lineage()));
        }
        return lineages;
    }

    private PlannedObject compared(
            PlannedObject object, Map<String, String> lineages, LiveObjects live, Deadline deadline) {
        var lineage = lineages.get(LiveObjects.key(object.kind(), object.namespace(), object.name()));
        return live.get(object.kind(), object.namespace(), object.name(), deadline)
                .match(
                        found -> found.map(there -> compare(object, String.valueOf(lineage), there))
                                .orElseGet(() -> object.with(State.ABSENT, null)),
                        why -> object.with(State.UNKNOWN, why));
    }

    private PlannedObject compare(PlannedObject object, String lineage, JsonNode there) {
        var expected = object.fingerprint();
        if (expected == null) {
            return object.with(State.THERE, null);
        }
        return sealingKeys
                .signingKey(expected.kid())
                .map(key -> fingerprint(object.kind(), there, key.fingerprints(lineage)))
                .map(found -> object.with(found.equals(expected) ? State.EQUAL : State.DIFFERENT, null))
                .orElseGet(() -> object.with(
                        State.UNKNOWN,
                        "It is there, but the signing key that made the fingerprint in the bundle is not configured"
                                + " (apic-dr.seal.former-signing-key-files)."));
    }

    private static Fingerprint fingerprint(String kind, JsonNode object, Fingerprints fingerprints) {
        return kind.equals(SECRET)
                ? ManifestEntryFactory.fingerprint(object, fingerprints)
                : ManifestEntryFactory.configMapFingerprint(object, fingerprints);
    }

    private static NeededObject found(NeededObject object, LiveObjects live, Deadline deadline) {
        return live.get(object.kind(), object.namespace(), object.name(), deadline)
                .match(
                        found -> object.with(found.isPresent() ? State.THERE : State.ABSENT, null),
                        why -> object.with(State.UNKNOWN, why));
    }

    private static PlannedResource found(PlannedResource resource, LiveObjects live, Deadline deadline) {
        return live.get(resource.kind(), resource.namespace(), resource.name(), deadline)
                .match(
                        found -> resource.with(found.isPresent() ? State.THERE : State.ABSENT, null),
                        why -> resource.with(State.UNKNOWN, why));
    }

    /** The objects on the API server. All are read in parallel, each once. */
    private final class LiveObjects {

        private final Predicate<String> readable;
        private final Map<String, CompletableFuture<Result<Optional<ObjectNode>>>> objects = new HashMap<>();
        private final Map<String, CompletableFuture<Result<Optional<List<ObjectNode>>>>> lists = new HashMap<>();

        LiveObjects(Predicate<String> readable) {
            this.readable = readable;
        }

        static String key(String kind, String namespace, String name) {
            return "%s %s/%s".formatted(kind, namespace, name);
        }

        void start(String kind, String namespace, String name) {
            objects.computeIfAbsent(key(kind, namespace, name), key -> read(kind, namespace, name));
        }

        Result<Optional<ObjectNode>> get(String kind, String namespace, String name, Deadline deadline) {
            var started = objects.get(key(kind, namespace, name));
            if (started == null) {
                throw new IllegalStateException("Not started: " + key(kind, namespace, name));
            }
            return parallelExecutor.await(started, deadline);
        }

        private CompletableFuture<Result<Optional<ObjectNode>>> read(String kind, String namespace, String name) {
            if (!readable.test(namespace)) {
                return CompletableFuture.completedFuture(Result.unavailable(
                        "You may not read recovery plans in the namespace %s.".formatted(namespace)));
            }
            if (kind.equals(SECRET)) {
                return start(() -> reader.secret(namespace, name));
            }
            if (kind.equals(CONFIG_MAP)) {
                return start(() -> reader.configMap(namespace, name));
            }
            return ResourceKind.ofKind(kind)
                    .map(known -> list(known, namespace)
                            .thenApply(found -> found.flatMap(resources -> Result.of(named(resources, name)))))
                    .orElseGet(() -> CompletableFuture.completedFuture(
                            Result.unavailable("This service does not read objects of this kind.")));
        }

        private CompletableFuture<Result<Optional<List<ObjectNode>>>> list(ResourceKind kind, String namespace) {
            return lists.computeIfAbsent(
                    "%s in %s".formatted(kind, namespace), key -> start(() -> reader.list(kind, namespace)));
        }

        private <T> CompletableFuture<Result<T>> start(Supplier<T> read) {
            return parallelExecutor.start(() -> Result.tryGet(read));
        }

        private static Optional<ObjectNode> named(Optional<List<ObjectNode>> resources, String name) {
            return resources.orElse(List.of()).stream()
                    .filter(resource -> resource.at("/metadata/name").asText().equals(name))
                    .findFirst();
        }
    }
}
