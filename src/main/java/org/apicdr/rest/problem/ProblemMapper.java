package org.apicdr.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.logging.Log;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Maps exceptions to problem responses. */
class ProblemMapper {

    private static final int RETRY_SECONDS = 5;

    /** The part of a Jackson message that names a Java type, which a caller does not know. */
    private static final Pattern JAVA_TYPE = Pattern.compile("^Cannot deserialize value of type `[^`]*` from ");

    private static final String NO_BUNDLE_ID = "not a bundle id";

    private static final String NO_RUN_ID = "not the id of a backup run";

    private final AllowHeader allowHeader;

    ProblemMapper(AllowHeader allowHeader) {
        this.allowHeader = allowHeader;
    }

    @ServerExceptionMapper
    RestResponse<Problem> expected(ServiceException e, UriInfo uri) {
        var status = HttpStatusMapping.of(e.code());
        if (status == Status.SERVICE_UNAVAILABLE) {
            Log.warnf("%s: %s", e.code().slug(), e.getMessage());
        }
        return respond(Problem.of(e, status.getStatusCode(), path(uri)), retries(e.code()));
    }

    @ServerExceptionMapper
    RestResponse<Problem> rejected(WebApplicationException e, UriInfo uri) {
        var cause = e.getCause();
        if (cause instanceof ServiceException expected) {
            return expected(expected, uri);
        }
        if (cause instanceof JsonProcessingException json) {
            return malformed(json, uri);
        }
        if (cause != null && e.getResponse().getStatus() == Status.NOT_FOUND.getStatusCode()) {
            return unconvertible(cause, uri);
        }
        var status = e.getResponse().getStatusInfo();
        var problem = Problem.ofHttp(status.getStatusCode(), status.getReasonPhrase(), hint(e), path(uri));
        return respond(
                problem,
                status.getStatusCode() == Status.METHOD_NOT_ALLOWED.getStatusCode() ? allowHeader.at(path(uri)) : null);
    }

    @ServerExceptionMapper
    RestResponse<Problem> mismatched(MismatchedInputException e, UriInfo uri) {
        return malformed(e, uri);
    }

    @ServerExceptionMapper
    RestResponse<Problem> malformed(JsonProcessingException e, UriInfo uri) {
        if (e.getCause() instanceof ServiceException expected) {
            return expected(expected, uri);
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            var member = InputRedactor.shortened("'%s'".formatted(unknown.getPropertyName()));
            return invalid(
                    "The body has an unknown property %s. Known properties are %s."
                            .formatted(member, new TreeSet<>(unknown.getKnownPropertyIds())),
                    uri);
        }
        var location =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? "The property '%s' in the body"
                                .formatted(mapping.getPath().get(0).getFieldName())
                        : "The body";
        var reason = InputRedactor.shortened(
                JAVA_TYPE.matcher(e.getOriginalMessage()).replaceFirst(""));
        return invalid("%s is not valid: %s".formatted(location, reason), uri);
    }

    @ServerExceptionMapper
    RestResponse<Problem> unexpected(Throwable e, UriInfo uri) {
        Log.errorf(e, "Unexpected error while handling %s", path(uri));
        return respond(Problem.bug(path(uri)), false);
    }

    /**
     * Returns 400 for a query parameter that cannot be converted. Quarkus reports 404 for it, which is right only for
     * ids, because they are part of the path.
     */
    private static RestResponse<Problem> unconvertible(Throwable cause, UriInfo uri) {
        var message = String.valueOf(cause.getMessage());
        if (message.contains(NO_BUNDLE_ID)) {
            return notFound(ErrorCode.BUNDLE_NOT_FOUND, message, uri);
        }
        if (message.contains(NO_RUN_ID)) {
            return notFound(ErrorCode.BACKUP_RUN_NOT_FOUND, message, uri);
        }
        return invalid("%s %s: %s".formatted(parameter(message, uri), expectation(cause), message), uri);
    }

    /** Returns the name of the query parameter whose value a message quotes. */
    private static String parameter(String message, UriInfo uri) {
        return uri.getQueryParameters().entrySet().stream()
                .filter(parameter -> parameter.getValue().stream()
                        .anyMatch(
                                value -> message.contains("'" + value + "'") || message.contains("\"" + value + "\"")))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("A parameter");
    }

    private static String expectation(Throwable cause) {
        if (cause instanceof NumberFormatException) {
            return "must be a whole number";
        }
        return cause instanceof DateTimeParseException
                ? "must be an RFC 3339 time such as 2026-11-22T03:00:00Z"
                : "is not valid";
    }

    private static @Nullable String hint(WebApplicationException e) {
        return switch (e.getResponse().getStatus()) {
            case 404 -> "There is no resource at this path. See /q/openapi for the paths of this API.";
            case 406 -> "The Accept header excludes the media type of this path. See /q/openapi for it.";
            case 415 -> "The media type of the body is not supported. Send it as Content-Type: application/json";
            default -> null;
        };
    }

    private static RestResponse<Problem> notFound(ErrorCode errorCode, String detail, UriInfo uri) {
        var failure = new ServiceException(errorCode, detail);
        return respond(Problem.of(failure, Status.NOT_FOUND.getStatusCode(), path(uri)), false);
    }

    private static RestResponse<Problem> invalid(String detail, UriInfo uri) {
        var failure = new ServiceException(ErrorCode.INVALID_REQUEST, detail);
        return respond(Problem.of(failure, Status.BAD_REQUEST.getStatusCode(), path(uri)), false);
    }

    private static RestResponse<Problem> respond(Problem problem, boolean retry) {
        return response(problem)
                .header(HttpHeaders.RETRY_AFTER, retry ? RETRY_SECONDS : null)
                .build();
    }

    private static RestResponse<Problem> respond(Problem problem, @Nullable String allow) {
        return response(problem).header(HttpHeaders.ALLOW, allow).build();
    }

    private static ResponseBuilder<Problem> response(Problem problem) {
        return ResponseBuilder.<Problem>create(problem.status()).entity(problem).type(Problem.MEDIA_TYPE);
    }

    private static String path(UriInfo uri) {
        return uri.getRequestUri().getRawPath();
    }

    private static boolean retries(ErrorCode errorCode) {
        return errorCode == ErrorCode.CAPTURE_RUNNING || errorCode == ErrorCode.SUBSYSTEM_CHANGING;
    }

    /**
     * Removes long quoted values from messages. Short values are kept, so that the caller finds a typo. A longer value may
     * be a misplaced secret, and pipelines keep responses in their logs.
     */
    static final class InputRedactor {

        private static final Pattern QUOTED = Pattern.compile("'[^']*'|\".*\"", Pattern.DOTALL);

        private static final int REDACTED_LENGTH = 25;

        private InputRedactor() {}

        static String shortened(String message) {
            return QUOTED.matcher(message)
                    .replaceAll(quoted -> quoted.group().length() < REDACTED_LENGTH
                            ? Matcher.quoteReplacement(quoted.group())
                            : "'…'");
        }
    }
}
