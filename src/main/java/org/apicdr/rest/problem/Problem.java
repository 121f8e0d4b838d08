package org.apicdr.rest.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.RequestIdContext;
import org.apicdr.core.ServiceException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457).
 *
 * @param type {@code urn:apic-dr:problem:<slug>}
 * @param title what kind of problem it is
 * @param status the HTTP status
 * @param detail what happened here, and what to do
 * @param instance the path that was asked for
 * @param requestId the id of the request, as in {@code X-Request-Id} and in every line of the log that belongs to it
 * @param missing names of all that a subsystem lacks
 * @param candidates {@code namespace/name} of what the caller may have meant
 * @param stored whether the call left a bundle on the store
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

    /** What a failure on purpose tells its caller. */
    public static Problem of(ServiceException failure, int status, String instance) {
        var errorDetails = failure.evidence();
        return new Problem(
                URI.create(TYPE + failure.reason().slug()),
                failure.reason().title(),
                status,
                failure.getMessage(),
                instance,
                RequestIdContext.current(),
                errorDetails.missing(),
                errorDetails.candidates(),
                errorDetails.stored(),
                errorDetails.report());
    }

    /** What nobody meant to happen. */
    static Problem bug(String instance) {
        return ofHttp(500, "Internal Server Error", "a bug; the log has more", instance);
    }

    /** The last part of the type, for example {@code bundle-not-found}. */
    String slug() {
        return type.toString().substring(TYPE.length());
    }

    /** What HTTP itself refuses; its slug is the reason phrase, for example {@code method-not-allowed}. */
    public static Problem ofHttp(int status, String phrase, @Nullable String detail, String instance) {
        var slug = phrase.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return new Problem(
                URI.create(TYPE + slug),
                phrase,
                status,
                detail,
                instance,
                RequestIdContext.current(),
                List.of(),
                List.of(),
                null,
                null);
    }
}
