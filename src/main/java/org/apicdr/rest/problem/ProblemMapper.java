package org.apicdr.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerResponseContext;
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
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Maps exceptions to problem responses, and each error code to an HTTP status. */
class ProblemMapper {

    private static final int RETRY_SECONDS = 5;

    /** The part of a Jackson message that names a Java type, which a caller does not know. */
    private static final Pattern JAVA_TYPE = Pattern.compile("^Cannot deserialize value of type `[^`]*` from ");

    private final AllowHeader allowHeader;

    ProblemMapper(AllowHeader allowHeader) {
        this.allowHeader = allowHeader;
    }

    @ServerExceptionMapper
    RestResponse<Problem> expected(ServiceException e, UriInfo uri) {
        return response(problem(e, path(uri)))
                .header(HttpHeaders.RETRY_AFTER, retries(e.code()) ? RETRY_SECONDS : null)
                .build();
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
        var allow =
                status.getStatusCode() == Status.METHOD_NOT_ALLOWED.getStatusCode() ? allowHeader.at(path(uri)) : null;
        return response(problem).header(HttpHeaders.ALLOW, allow).build();
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
        return response(problem(e, path(uri))).build();
    }

    @ServerResponseFilter
    void recordSlug(ContainerResponseContext response, RoutingContext context) {
        if (response.getEntity() instanceof Problem problem) {
            ProblemWriter.recordSlug(context, problem);
        }
    }

    /**
     * Returns the problem for a failure, and logs it if an operator should look. Any exception other than
     * {@link ServiceException} is an internal error.
     */
    static Problem problem(Throwable failure, String path) {
        if (!(failure instanceof ServiceException expected)) {
            Log.errorf(failure, "Unexpected error while handling %s", path);
            return Problem.ofHttp(
                    Status.INTERNAL_SERVER_ERROR.getStatusCode(),
                    Status.INTERNAL_SERVER_ERROR.getReasonPhrase(),
                    "Unexpected error in the service. Look for the requestId of this problem in its log, and report it.",
                    path);
        }
        var status = status(expected.code());
        if (status == Status.SERVICE_UNAVAILABLE) {
            Log.warnf("%s: %s", expected.code().slug(), expected.getMessage());
        }
        return Problem.of(expected, status.getStatusCode(), path);
    }

    private static Status status(ErrorCode errorCode) {
        return switch (errorCode) {
            case INVALID_REQUEST -> Status.BAD_REQUEST;
            case UNAUTHORIZED -> Status.UNAUTHORIZED;
            case FORBIDDEN, HOST_NOT_ALLOWED, ORIGIN_NOT_ALLOWED -> Status.FORBIDDEN;
            case BACKUP_RUN_NOT_FOUND, BUNDLE_NOT_FOUND, SUBSYSTEM_NOT_FOUND -> Status.NOT_FOUND;
            case BACKUP_REJECTED,
                    BACKUP_RUNNING,
                    CAPTURE_RUNNING,
                    DATABASE_BACKUPS_DISABLED,
                    DATABASE_BACKUPS_UNSUPPORTED,
                    IDENTITY_MISSING,
                    LAST_GOOD_BUNDLE,
                    NOT_RECOVERABLE,
                    RESTORE_RUNNING,
                    STORE_APPEND_ONLY,
                    STORE_PATH_RESERVED,
                    SUBSYSTEM_AMBIGUOUS,
                    SUBSYSTEM_CHANGING,
                    SUBSYSTEM_IDENTITY_CHANGED,
                    SUBSYSTEM_INCOMPLETE,
                    SUBSYSTEM_NOT_HEALTHY,
                    SUBSYSTEM_TOO_LARGE,
                    VERIFICATION_FAILED -> Status.CONFLICT;
            case CLUSTER_FORBIDDEN, CLUSTER_UNAVAILABLE, CONFIGURATION_INVALID, DEADLINE_PASSED, STORE_UNAVAILABLE ->
                Status.SERVICE_UNAVAILABLE;
        };
    }

    /** Returns 400 for a query parameter that cannot be converted, for which Quarkus reports 404. */
    private static RestResponse<Problem> unconvertible(Throwable cause, UriInfo uri) {
        var message = String.valueOf(cause.getMessage());
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

    private static RestResponse<Problem> invalid(String detail, UriInfo uri) {
        return response(problem(new ServiceException(ErrorCode.INVALID_REQUEST, detail), path(uri)))
                .build();
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
