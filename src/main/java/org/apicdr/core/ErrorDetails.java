package org.apicdr.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Additional data of an error. Parts that do not apply are absent.
 *
 * @param missing missing secrets by name, other missing values by their path in the resource
 * @param candidates {@code namespace/name} of the subsystems that match the request
 * @param stored whether the failed request stored a bundle
 * @param report the report with the failed checks
 */
public record ErrorDetails(
        List<String> missing,
        List<String> candidates,
        @Nullable Stored stored,
        @Nullable Object report) {

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

    /** Returns the same details with {@code stored} set to {@code NO}, unless it is already set. */
    ErrorDetails notStored() {
        return stored == null ? new ErrorDetails(missing, candidates, Stored.NO, report) : this;
    }

    public static ErrorDetails report(Object report) {
        return new ErrorDetails(List.of(), List.of(), null, report);
    }
}
