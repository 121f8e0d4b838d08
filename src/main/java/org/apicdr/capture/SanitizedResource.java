package org.apicdr.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A resource without fields that tie it to its cluster, so that another cluster accepts it. Removes the fields that
 * the recovery procedure names and those that the API server sets. Keeps {@code data} unchanged.
 *
 * @param resource the sanitized resource
 * @param unknown unknown metadata fields, which were kept
 * @param marks removed labels and annotations by which another tool would manage the resource
 */
record SanitizedResource(ObjectNode resource, List<String> unknown, List<String> marks) {

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

    /** Contains a copy of the secret, possibly with former values. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /**
     * Labels and annotations by which Argo CD, Flux, Helm, External Secrets, Sealed Secrets, Velero and cert-manager
     * identify the resources that they manage. A resource with one of them may be deleted or overwritten as soon as
     * it is created.
     */
    private static final List<String> MARKS = List.of(
            "argocd.argoproj.io/",
            "kustomize.toolkit.fluxcd.io/",
            "helm.toolkit.fluxcd.io/",
            "meta.helm.sh/",
            "helm.sh/",
            "reconcile.external-secrets.io/",
            "sealedsecrets.bitnami.com/",
            "velero.io/");

    private static final List<String> MARKS_OF_SECRETS = List.of("cert-manager.io/", "controller.cert-manager.io/");

    /** The default tracking label of Argo CD. The operator of API Connect sets it, too. */
    private static final String INSTANCE = "app.kubernetes.io/instance";

    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String VENDOR = "ibm-apiconnect";

    static SanitizedResource of(ObjectNode resource) {
        var clean = resource.deepCopy();
        var marks = new ArrayList<String>();
        if (clean.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(REMOVED);
            boolean secret = clean.path("kind").asText().equals("Secret");
            var manager = metadata.path("labels").path(MANAGED_BY).asText();
            for (var part : List.of("annotations", "labels")) {
                if (metadata.path(part) instanceof ObjectNode entries) {
                    entries.remove(LAST_APPLIED);
                    entries.properties().stream()
                            .filter(entry -> isMark(entry.getKey(), manager, secret))
                            .map(Map.Entry::getKey)
                            .forEach(marks::add);
                    entries.remove(marks);
                    if (entries.isEmpty()) {
                        metadata.remove(part);
                    }
                }
            }
        }
        var unknown = clean.path("metadata").properties().stream()
                .map(entry -> entry.getKey())
                .filter(key -> !KEPT.contains(key))
                .toList();
        return new SanitizedResource(clean, unknown, marks);
    }

    private static boolean isMark(String key, String manager, boolean secret) {
        return MARKS.stream().anyMatch(key::startsWith)
                || (secret && MARKS_OF_SECRETS.stream().anyMatch(key::startsWith))
                || (key.equals(INSTANCE) && !manager.equals(VENDOR))
                || (key.equals(MANAGED_BY) && manager.equals("Helm"));
    }
}
