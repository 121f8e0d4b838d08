package org.apicdr.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.MalformedIdException;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Maps exceptions to problem responses, and each error code to an HTTP status. */
class ProblemMapper {

    static final String RETRY_SECONDS = "5";

    private static final String CONTENT_RANGE = "Content-Range";

    /** The message of Jackson for a property that is given twice. */
    private static final Pattern REPEATED = Pattern.compile("^Duplicate field ('.*')", Pattern.DOTALL);

    private final AllowHeader allowHeader;

    ProblemMapper(AllowHeader allowHeader) {
        this.allowHeader = allowHeader;
    }

    @ServerExceptionMapper
    RestResponse<Problem> expected(ServiceException e, RoutingContext context) {
        var problem = problem(e, context);
        if (isAborted(problem, context)) {
            return RestResponse.status(problem.status(), null);
        }
        return response(problem)
                .header(HttpHeaders.RETRY_AFTER, retries(e) ? RETRY_SECONDS : null)
                .build();
    }

    @ServerExceptionMapper
    RestResponse<Problem> rejected(WebApplicationException e, RoutingContext context) {
        var cause = e.getCause();
        if (cause instanceof ServiceException expected) {
            return expected(expected, context);
        }
        if (cause instanceof MalformedIdException malformed) {
            return expected(malformed.notFound(), context);
        }
        if (cause instanceof JsonProcessingException json) {
            return malformed(json, context);
        }
        var status = e.getResponse().getStatusInfo();
        var allow = status.getStatusCode() == Status.METHOD_NOT_ALLOWED.getStatusCode()
                ? allowHeader.at(context.normalizedPath())
                : null;
        var detail =
                allow == null ? hint(e) : "This path does not support the method. Use one of: %s.".formatted(allow);
        var problem =
                Problem.ofHttp(status.getStatusCode(), status.getReasonPhrase(), detail, context.normalizedPath());
        return response(problem)
                .header(HttpHeaders.ALLOW, allow)
                .header(CONTENT_RANGE, e.getResponse().getHeaderString(CONTENT_RANGE))
                .build();
    }

    @ServerExceptionMapper
    RestResponse<Problem> mismatched(MismatchedInputException e, RoutingContext context) {
        return malformed(e, context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> malformed(JsonProcessingException e, RoutingContext context) {
        if (e.getCause() instanceof ServiceException expected) {
            return expected(expected, context);
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            var member = Sentences.redacted("'%s'".formatted(unknown.getPropertyName()));
            var known = unknown.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
            return invalid(
                    "The body has an unknown property %s.%s Known properties are %s."
                            .formatted(member, Sentences.didYouMean(unknown.getPropertyName(), known), known),
                    context);
        }
        if (e instanceof MismatchedInputException mismatch) {
            var path = mismatch.getPath();
            if (path.isEmpty()) {
                return invalid("The body must be one JSON object.", context);
            }
            var wrong = e instanceof InvalidFormatException format && format.getValue() instanceof String value
                    ? Sentences.redacted(", not '%s'".formatted(value))
                    : "";
            return invalid(
                    "The property '%s' in the body must be %s%s."
                            .formatted(path.get(0).getFieldName(), expected(mismatch.getTargetType()), wrong),
                    context);
        }
        var repeated = REPEATED.matcher(e.getOriginalMessage());
        if (repeated.find()) {
            return invalid(
                    Sentences.redacted("The body has the property %s twice.".formatted(repeated.group(1))), context);
        }
        var location = e.getLocation();
        return invalid(
                location == null
                        ? "The body is not valid JSON."
                        : "The body is not valid JSON: see line %d, column %d."
                                .formatted(location.getLineNr(), location.getColumnNr()),
                context);
    }

    /** Returns what JSON has for a Java type, which a caller does not know. */
    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type == boolean.class) {
            return "true or false";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "a string";
    }

    @ServerExceptionMapper
    RestResponse<Problem> unexpected(Throwable e, RoutingContext context) {
        var problem = problem(e, context);
        return isAborted(problem, context)
                ? RestResponse.status(problem.status(), null)
                : response(problem).build();
    }

    /**
     * Closes the connection of a response whose body failed after it had begun, so that the caller sees that it is incomplete.
     * Waits for that: on a closed connection, an answer without an entity is no error for Quarkus.
     */
    private static boolean isAborted(Problem problem, RoutingContext context) {
        if (!context.response().headWritten()) {
            return false;
        }
        ProblemWriter.recordSlug(context, problem);
        var closed = context.request().connection().close().toCompletionStage().toCompletableFuture();
        if (!Context.isOnEventLoopThread()) {
            closed.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
        }
        return true;
    }

    @ServerResponseFilter
    void recordSlug(ContainerResponseContext response, RoutingContext context) {
        if (HttpMethod.OPTIONS.equals(context.request().method())
                && response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, allowHeader.at(context.normalizedPath()));
        }
        if (response.getEntity() instanceof Problem problem) {
            ProblemWriter.recordSlug(context, problem);
        }
    }

    /**
     * Returns the problem for a failure, and logs it if an operator should look. Any exception other than
     * {@link ServiceException} is an internal error.
     */
    static Problem problem(Throwable failure, RoutingContext context) {
        var path = context.normalizedPath();
        if (!(failure instanceof ServiceException expected)) {
            if (isDisconnection(failure, context)) {
                Log.debugf("The caller of %s disconnected", path);
            } else {
                Log.errorf(failure, "Unexpected error while handling %s", path);
            }
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

    /**
     * Returns whether the caller has closed or reset the connection. While Quarkus sends a body, it wraps what it finds in an
     * {@link IOException}. A reset of a connection to a server is a {@link ServiceException} instead, or a defect to be logged.
     */
    private static boolean isDisconnection(Throwable failure, RoutingContext context) {
        boolean sending = failure instanceof IOException && context.response().headWritten();
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(
                        cause -> cause instanceof HttpClosedException || (sending && cause instanceof SocketException));
    }

    private static Status status(ErrorCode errorCode) {
        return switch (errorCode) {
            case INVALID_REQUEST -> Status.BAD_REQUEST;
            case UNAUTHORIZED -> Status.UNAUTHORIZED;
            case FORBIDDEN, HOST_NOT_ALLOWED, ORIGIN_NOT_ALLOWED -> Status.FORBIDDEN;
            case BACKUP_RUN_NOT_FOUND, BUNDLE_NOT_FOUND, RESTORATION_NOT_FOUND, SUBSYSTEM_NOT_FOUND -> Status.NOT_FOUND;
            case BACKUP_REJECTED,
                    BACKUP_RUNNING,
                    CAPTURE_RUNNING,
                    DATABASE_BACKUPS_DISABLED,
                    DATABASE_BACKUPS_UNSUPPORTED,
                    IDENTITY_MISSING,
                    LAST_GOOD_BUNDLE,
                    NOT_RECOVERABLE,
                    RESTORE_CONFLICT,
                    RESTORE_DISABLED,
                    RESTORE_REJECTED,
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

    private static @Nullable String hint(WebApplicationException e) {
        return switch (e.getResponse().getStatus()) {
            case 400 -> "The request is malformed. Check its Accept header.";
            case 404 -> "There is no resource at this path. See /q/openapi for the paths of this API.";
            case 406 -> "The Accept header excludes the media type of this path. See /q/openapi for it.";
            case 415 -> "The media type of the body is not supported. Send it as Content-Type: application/json";
            case 416 -> "The file has no byte of this range. Content-Range has its size.";
            default -> null;
        };
    }

    private static RestResponse<Problem> invalid(String detail, RoutingContext context) {
        return response(problem(new ServiceException(ErrorCode.INVALID_REQUEST, detail), context))
                .build();
    }

    private static ResponseBuilder<Problem> response(Problem problem) {
        return ResponseBuilder.<Problem>create(problem.status()).entity(problem).type(Problem.MEDIA_TYPE);
    }

    /**
     * Returns whether the same request may succeed later without a correction. Not if it may have stored a
     * bundle: a client that repeats it would store another.
     */
    static boolean retries(ServiceException e) {
        return switch (e.code()) {
            case CAPTURE_RUNNING, SUBSYSTEM_CHANGING, CLUSTER_UNAVAILABLE, DEADLINE_PASSED, STORE_UNAVAILABLE ->
                e.details().stored() == null || e.details().stored() == Stored.NO;
            default -> false;
        };
    }
}
