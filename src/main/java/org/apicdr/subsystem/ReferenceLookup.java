package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.ComponentSnapshot.SavedConfigMap;
import org.apicdr.subsystem.ComponentSnapshot.SavedSecret;
import org.apicdr.subsystem.ReferenceScanner.Reference;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects that a resource names and decides how each is treated. All are read in parallel. An object of an
 * unknown field may need a second request.
 */
@ApplicationScoped
class ReferenceLookup {

    private static final int MAX_OBJECTS = 250;

    /** Limits the size of the manifest, which has an entry for each field. */
    private static final int MAX_FIELDS = 1_000;

    private static final String ABSENT = "does not exist";

    private final SecretRequirements rules;
    private final ExcludedSecrets excludedSecrets;
    private final SubsystemReader reader;
    private final ParallelExecutor parallelExecutor;

    ReferenceLookup(
            SecretRequirements rules,
            ExcludedSecrets excludedSecrets,
            SubsystemReader reader,
            ParallelExecutor parallelExecutor) {
        this.rules = rules;
        this.excludedSecrets = excludedSecrets;
        this.reader = reader;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Reads the objects that a component names.
     *
     * @throws ServiceException {@code CLUSTER_UNAVAILABLE}
     */
    Found of(SubsystemComponent subsystemComponent, Deadline deadline) {
        var named = rules.named(subsystemComponent);
        var byObject = new LinkedHashMap<ObjectKey, List<Reference>>();
        named.references().stream()
                .filter(Reference::read)
                .forEach(reference -> byObject.computeIfAbsent(
                                new ObjectKey(reference.kind(), reference.name()), key -> new ArrayList<>())
                        .add(reference));
        if (byObject.size() > MAX_OBJECTS) {
            return tooMany(
                    subsystemComponent,
                    "names %d secrets and config maps; at most %d".formatted(byObject.size(), MAX_OBJECTS));
        }
        int fields = named.references().size() + named.warnings().size();
        if (fields > MAX_FIELDS) {
            return tooMany(
                    subsystemComponent, "has %d fields that name objects; at most %d".formatted(fields, MAX_FIELDS));
        }
        List<Supplier<Lookup>> lookups = byObject.entrySet().stream()
                .<Supplier<Lookup>>map(entry -> () -> lookUp(subsystemComponent, entry.getKey(), entry.getValue()))
                .toList();
        return found(subsystemComponent, named, parallelExecutor.all(lookups, deadline));
    }

    /** Reports a resource that names more objects than a bundle can hold as incomplete. None of them is read. */
    private static Found tooMany(SubsystemComponent subsystemComponent, String what) {
        var sentence = "%s/%s %s are saved".formatted(subsystemComponent.namespace(), subsystemComponent.name(), what);
        return new Found(subsystemComponent, List.of(), List.of(), List.of(), List.of(), List.of(sentence), List.of());
    }

    /**
     * Rejects a capture if the service account lacks permission to read required secrets, with all of them in one
     * message.
     */
    static void refuseForbidden(List<Found> found) {
        var forbidden =
                found.stream().flatMap(each -> each.forbidden().stream()).toList();
        if (!forbidden.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.CLUSTER_FORBIDDEN,
                    forbidden.stream()
                            .map(lookup -> Sentences.closed(lookup.refusal()))
                            .collect(Collectors.joining(" ")),
                    ErrorDetails.missing(forbidden.stream()
                            .map(lookup -> lookup.key().name())
                            .toList()));
        }
    }

    private Lookup lookUp(SubsystemComponent subsystemComponent, ObjectKey key, List<Reference> references) {
        var first = references.get(0);
        if (key.kind().equals(Reference.SECRET) && excludedSecrets.isNamed(key.name())) {
            return new Lookup(key, references, null, ExcludedSecrets.OWN, "");
        }
        try {
            return read(subsystemComponent.namespace(), key)
                    .map(object -> judge(key, references, object))
                    .or(() -> first.treatment() == Treatment.UNKNOWN
                            ? other(subsystemComponent.namespace(), key, references)
                            : Optional.empty())
                    .orElseGet(() -> new Lookup(key, references, null, ABSENT, ""));
        } catch (ServiceException e) {
            if (e.code() != ErrorCode.CLUSTER_FORBIDDEN) {
                throw e;
            }
            var refusal = Sentences.clause(String.valueOf(e.getMessage()));
            return new Lookup(key, references, null, refusal, refusal);
        }
    }

    private Optional<ObjectNode> read(String namespace, ObjectKey key) {
        return key.kind().equals(Reference.CONFIG_MAP)
                ? reader.configMap(namespace, key.name())
                : reader.secret(namespace, key.name());
    }

    /** Tries the other kind, because the key of an unknown field may suggest the wrong one. */
    private Optional<Lookup> other(String namespace, ObjectKey key, List<Reference> references) {
        var other = new ObjectKey(
                key.kind().equals(Reference.SECRET) ? Reference.CONFIG_MAP : Reference.SECRET, key.name());
        if (other.kind().equals(Reference.SECRET) && excludedSecrets.isNamed(other.name())) {
            return Optional.of(new Lookup(other, references, null, ExcludedSecrets.OWN, ""));
        }
        return read(namespace, other).map(object -> judge(other, references, object));
    }

    private Lookup judge(ObjectKey key, List<Reference> references, ObjectNode object) {
        if (key.kind().equals(Reference.SECRET)) {
            var exclusion = excludedSecrets.reason(object);
            if (exclusion.isPresent()) {
                return new Lookup(key, references, null, exclusion.get(), "");
            }
            if (references.stream().allMatch(Reference::judgedByObject)) {
                var owner = SecretOwner.of(object);
                if (owner.isPresent()) {
                    var kept = rules.savesRecreated() ? object : null;
                    return new Lookup(key, references, kept, owner.get(), "").asRecreated();
                }
            }
            return new Lookup(key, references, object, hasData(object) ? null : "holds no data", "");
        }
        return new Lookup(key, references, object, null, "");
    }

    private static boolean hasData(ObjectNode secret) {
        return secret.path("data").properties().stream()
                .anyMatch(entry -> !entry.getValue().asText().isEmpty());
    }

    private static Found found(
            SubsystemComponent subsystemComponent, ReferenceScanner.References named, List<Lookup> lookups) {
        var missing = new ArrayList<>(named.missing());
        var secrets = new LinkedHashMap<String, SavedSecret>();
        var configMaps = new LinkedHashMap<String, SavedConfigMap>();
        var byKey = new LinkedHashMap<ObjectKey, Lookup>();
        var forbidden = new ArrayList<Lookup>();
        for (var lookup : lookups) {
            var firstReference = lookup.references().get(0);
            byKey.put(new ObjectKey(firstReference.kind(), firstReference.name()), lookup);
            // an unknown field may turn out to name what a known one names, too
            var name = lookup.key().name();
            if (lookup.object() != null && lookup.key().kind().equals(Reference.SECRET)) {
                secrets.putIfAbsent(
                        name, new SavedSecret(SecretRef.of(subsystemComponent, firstReference), lookup.object()));
            } else if (lookup.object() != null) {
                configMaps.putIfAbsent(name, new SavedConfigMap(name, lookup.object()));
            }
            if (lookup.required() && lookup.problem() != null) {
                if (lookup.refusal().isEmpty()) {
                    missing.add(name);
                } else {
                    forbidden.add(lookup);
                }
            }
        }
        var objects = named.references().stream()
                .map(reference -> describe(reference, byKey))
                .toList();
        return new Found(
                subsystemComponent,
                List.copyOf(secrets.values()),
                List.copyOf(configMaps.values()),
                objects,
                named.warnings(),
                missing,
                forbidden);
    }

    private static ReferencedObject describe(Reference reference, Map<ObjectKey, Lookup> lookups) {
        var lookup = lookups.get(new ObjectKey(reference.kind(), reference.name()));
        if (lookup == null) {
            var reason = reference.treatment() == Treatment.PROVIDED
                    ? "must exist in the new cluster"
                    : "API Connect's operator recreates it";
            return new ReferencedObject(
                    reference.path(), reference.kind(), reference.name(), reference.treatment(), false, reason);
        }
        boolean saved = lookup.object() != null;
        var treatment = lookup.recreated() ? Treatment.RECREATED : reference.treatment();
        var reason = lookup.recreated() && saved ? null : lookup.problem();
        if (treatment == Treatment.UNKNOWN && reason == null) {
            reason = "this version does not know the field";
        }
        return new ReferencedObject(reference.path(), lookup.key().kind(), reference.name(), treatment, saved, reason);
    }

    private record ObjectKey(String kind, String name) {}

    /**
     * The result of reading one object.
     *
     * @param references the fields that name it
     * @param object the object to save; null if it is not saved
     * @param problem why it is not saved, or what is wrong with it
     * @param refusal the missing permission; empty if permission was granted
     * @param recreated whether cert-manager or an operator recreates it
     */
    record Lookup(
            ObjectKey key,
            List<Reference> references,
            @Nullable ObjectNode object,
            @Nullable String problem,
            String refusal,
            boolean recreated) {

        Lookup(
                ObjectKey key,
                List<Reference> references,
                @Nullable ObjectNode object,
                @Nullable String problem,
                String refusal) {
            this(key, references, object, problem, refusal, false);
        }

        Lookup asRecreated() {
            return new Lookup(key, references, object, problem, refusal, true);
        }

        boolean required() {
            return references.stream().anyMatch(reference -> reference.treatment() == Treatment.REQUIRED);
        }
    }

    /**
     * The objects that one resource names.
     *
     * @param warnings sentences about fields with invalid names, and about missing names
     * @param missing required objects that are not named, do not exist or are empty
     * @param forbidden required objects that the service may not read
     */
    record Found(
            SubsystemComponent component,
            List<SavedSecret> secrets,
            List<SavedConfigMap> configMaps,
            List<ReferencedObject> references,
            List<String> warnings,
            List<String> missing,
            List<Lookup> forbidden) {}

    /** Determines from the metadata of a secret what recreates it in a new cluster. */
    static final class SecretOwner {

        private static final Set<String> GROUPS =
                Set.of("cert-manager.io", "crunchydata.com", "postgresql.k8s.enterprisedb.io", "apiconnect.ibm.com");

        private SecretOwner() {}

        /** Describes what recreates the secret; empty if a person or an unknown tool created it. */
        static Optional<String> of(ObjectNode secret) {
            var certificate = secret.path("metadata")
                    .path("annotations")
                    .path("cert-manager.io/certificate-name")
                    .asText();
            if (!certificate.isEmpty()) {
                return Optional.of("cert-manager issues it for Certificate " + certificate);
            }
            for (var owner : secret.at("/metadata/ownerReferences")) {
                var group = owner.path("apiVersion").asText().split("/", 2)[0];
                if (GROUPS.contains(group) || group.endsWith(".apiconnect.ibm.com")) {
                    return Optional.of("the operator creates it for %s %s"
                            .formatted(
                                    owner.path("kind").asText(),
                                    owner.path("name").asText()));
                }
            }
            return Optional.empty();
        }
    }
}
