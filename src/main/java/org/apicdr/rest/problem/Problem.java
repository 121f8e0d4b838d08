package org.apicdr.rest.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.LogContext;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457).
 *
 * @param type {@code urn:apic-dr:problem:<slug>}
 * @param title the kind of problem
 * @param status the HTTP status
 * @param detail the reason of this occurrence, and what to do
 * @param instance the requested path
 * @param requestId the id of the request, as in {@code X-Request-Id} and in its log lines
 * @param missing names of all objects that are missing in the subsystem
 * @param candidates {@code namespace/name} of the subsystems that match the request
 * @param stored whether the request stored a bundle
 * @param report the report that did not pass
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(
        name = "Problem",
        requiredProperties = {"type", "title", "status"})
public record Problem(
        @Schema(examples = "urn:apic-dr:problem:subsystem-incomplete")
        URI type,

        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,

        @Schema(examples = "5f1c0f6e-3d0b-4a57-8f8e-0a6a4f1f7f0e") @Nullable
        String requestId,

        List<String> missing,
        List<String> candidates,
        ErrorDetails.@Nullable Stored stored,
        @Schema(implementation = Object.class) @Nullable Object report) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE = "urn:apic-dr:problem:";

    public Problem {
        instance = instance == null ? null : Sentences.redactedPath(instance);
    }

    /** Returns the problem for an expected failure. */
    static Problem of(ServiceException failure, int status, String instance) {
        var errorDetails = failure.details();
        return new Problem(
                URI.create(TYPE + failure.code().slug()),
                failure.code().title(),
                status,
                failure.getMessage(),
                instance,
                LogContext.current(),
                errorDetails.missing(),
                errorDetails.candidates(),
                errorDetails.stored(),
                errorDetails.report());
    }

    /** Returns the last part of the type, for example {@code bundle-not-found}. */
    String slug() {
        return type.toString().substring(TYPE.length());
    }

    /** Returns a problem of HTTP itself. Its slug is the reason phrase, for example {@code method-not-allowed}. */
    public static Problem ofHttp(int status, String phrase, @Nullable String detail, String instance) {
        var slug = phrase.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return new Problem(
                URI.create(TYPE + slug),
                phrase,
                status,
                detail,
                instance,
                LogContext.current(),
                List.of(),
                List.of(),
                null,
                null);
    }
}
