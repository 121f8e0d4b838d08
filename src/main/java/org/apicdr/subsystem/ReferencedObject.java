package org.apicdr.subsystem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
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
        ReferenceTreatment treatment,
        boolean saved,
        @Nullable String reason) {

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
}
