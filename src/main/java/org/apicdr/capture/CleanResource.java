package org.apicdr.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * A resource without what belongs to the cluster it came from, so that another one accepts it. What the procedure says to
 * remove, and what the API server sets itself; {@code data} stays as it is.
 *
 * @param resource the clean resource
 * @param unknown metadata fields that are not known here, and were kept
 */
record CleanResource(ObjectNode resource, List<String> unknown) {

    private static final Set<String> REMOVED = Set.of(
            "namespace",
            "ownerReferences",
            "selfLink",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generateName",
            "managedFields",
            "finalizers");

    private static final Set<String> KEPT = Set.of("name", "labels", "annotations");

    /** Holds a copy of the secret, perhaps of former values. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    static CleanResource of(ObjectNode resource) {
        var clean = resource.deepCopy();
        if (clean.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(REMOVED);
            if (metadata.path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(LAST_APPLIED);
                if (annotations.isEmpty()) {
                    metadata.remove("annotations");
                }
            }
        }
        var unknown = clean.path("metadata").properties().stream()
                .map(entry -> entry.getKey())
                .filter(key -> !KEPT.contains(key))
                .toList();
        return new CleanResource(clean, unknown);
    }
}
