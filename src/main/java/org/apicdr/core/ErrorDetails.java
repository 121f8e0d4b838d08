package org.apicdr.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a failure can say besides its sentence; each part is absent where it does not apply.
 *
 * @param missing names of all that a subsystem lacks: secrets by name, else the path in the resource
 * @param candidates {@code namespace/name} of what the caller may have meant
 * @param stored whether the failed call left a bundle on the store
 * @param report the report that did not pass
 */
public record ErrorDetails(
        List<String> missing,
        List<String> candidates,
        @Nullable Stored stored,
        @Nullable Object report) {

    /** Whether a bundle was stored. */
    @Schema(name = "Stored")
    public enum Stored {
        @JsonProperty("yes")
        YES,
        @JsonProperty("no")
        NO,
        @JsonProperty("unknown")
        UNKNOWN
    }

    public static final ErrorDetails NONE = new ErrorDetails(List.of(), List.of(), null, null);

    public ErrorDetails {
        missing = List.copyOf(missing);
        candidates = List.copyOf(candidates);
    }

    public static ErrorDetails missing(List<String> missing) {
        return new ErrorDetails(missing, List.of(), null, null);
    }

    public static ErrorDetails candidates(List<String> candidates) {
        return new ErrorDetails(List.of(), candidates, null, null);
    }

    public static ErrorDetails stored(Stored stored) {
        return new ErrorDetails(List.of(), List.of(), stored, null);
    }

    /** The same, saying that nothing was stored unless something else was said already. */
    ErrorDetails notStored() {
        return stored == null ? new ErrorDetails(missing, candidates, Stored.NO, report) : this;
    }

    public static ErrorDetails report(Object report) {
        return new ErrorDetails(List.of(), List.of(), null, report);
    }
}
