package org.apicdr.subsystem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An object that a field of a resource names, and how a capture treated it.
 *
 * @param path the field, for example {@code spec.imagePullSecrets[0]}
 * @param kind {@code Secret}, {@code ConfigMap}, {@code Issuer}, {@code ClusterIssuer}, {@code StorageClass}, {@code
 *     IngressClass} or {@code ImageRegistry}
 * @param name the object's name
 * @param treatment how a capture treats it
 * @param saved whether the payload contains it
 * @param reason why it is not saved, or a note for the operator; absent if it was saved as expected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ReferencedObject")
public record ReferencedObject(
        String path,
        String kind,
        String name,
        Treatment treatment,
        boolean saved,
        @Nullable String reason) {

    /** The recommended action for objects that need attention. */
    public static final String REMEDY =
            "put the objects back and capture a new bundle, or save them by other means; see references in the manifest";

    private static final int MAX_PATHS = 3;

    public ReferencedObject {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(treatment, "treatment");
    }

    /** Returns whether the object needs attention: it is missing from the bundle, or its field is unknown. */
    public boolean needsAttention() {
        return switch (treatment) {
            case REQUIRED, SAVED -> reason != null || !saved;
            case UNKNOWN -> true;
            case RECREATED, PROVIDED -> false;
        };
    }

    /** Returns a sentence for each object that is not saved or whose field is unknown. */
    public static List<String> sentences(List<ReferencedObject> references) {
        return sentences(references, true);
    }

    /** Returns a sentence for each object that is missing from the bundle. */
    public static List<String> unsaved(List<ReferencedObject> references) {
        return sentences(references, false);
    }

    private static List<String> sentences(List<ReferencedObject> references, boolean savedToo) {
        var byObject = new LinkedHashMap<String, List<ReferencedObject>>();
        references.stream()
                .filter(ReferencedObject::needsAttention)
                .filter(reference -> savedToo || !reference.saved())
                .forEach(reference -> byObject.computeIfAbsent(
                                reference.kind() + " " + reference.name(), object -> new ArrayList<>())
                        .add(reference));
        return byObject.entrySet().stream()
                .map(entry -> sentence(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String sentence(String object, List<ReferencedObject> references) {
        var first = references.get(0);
        var paths =
                references.stream().limit(MAX_PATHS).map(ReferencedObject::path).collect(Collectors.joining(", "));
        int more = references.size() - MAX_PATHS;
        return "%s, named in %s%s, is %s: %s"
                .formatted(
                        object,
                        paths,
                        more > 0 ? " and %d more".formatted(more) : "",
                        first.saved() ? "saved" : "not saved",
                        first.reason() == null ? "it was not read" : first.reason());
    }

    /** How a capture treats an object that a resource names. */
    @Schema(name = "ReferenceTreatment")
    public enum Treatment {
        /** Required for a recovery. A capture is rejected if it does not exist. */
        @JsonProperty("required")
        REQUIRED,
        /**
         * Not recreated by any component, so the bundle contains it. A warning names it if it does not exist or may not
         * be read.
         */
        @JsonProperty("saved")
        SAVED,
        /** Recreated by cert-manager or an operator. */
        @JsonProperty("recreated")
        RECREATED,
        /** Must exist in the new cluster before the recovery. */
        @JsonProperty("provided")
        PROVIDED,
        /**
         * Named by a field that looks like a reference but is unknown to this version. The object is saved if it exists.
         */
        @JsonProperty("unknown")
        UNKNOWN
    }
}
