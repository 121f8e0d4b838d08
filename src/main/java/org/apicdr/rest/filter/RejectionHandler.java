package org.apicdr.rest.filter;

import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.apicdr.rest.problem.Problem;
import org.apicdr.rest.problem.ProblemWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the problem for a request that exceeds a limit, and closes its connection. The filters of this package, and the
 * body handler of Vert.x, only fail such a request with its status. Data that is still arriving is discarded for a few
 * seconds first: closing a connection with unread data resets it, and the client would lose the response (RFC 9112,
 * section 9.6).
 */
@ApplicationScoped
class RejectionHandler {

    /** The key of the detail of a 429. */
    static final String DETAIL = RejectionHandler.class.getName();

    static final int BAD_REQUEST = 400;
    static final int REQUEST_TIMEOUT = 408;
    static final int URI_TOO_LONG = 414;
    static final int TOO_MANY_REQUESTS = 429;
    static final int HEADERS_TOO_LARGE = 431;

    /** The body handler of Vert.x fails a request with these. */
    private static final int BODY_TOO_LARGE = 413;

    private static final int EXPECTATION_FAILED = 417;

    private static final long DISCARD_MILLIS = 5_000;

    private final ProblemWriter problemWriter;

    RejectionHandler(ProblemWriter problemWriter) {
        this.problemWriter = problemWriter;
    }

    void register(@Observes Router router) {
        router.route().order(-FilterOrder.REQUEST_SIZE.priority()).failureHandler(this::handle);
    }

    /** Rejects a request without a Host header, for which Vert.x runs no filter. */
    private void rejectWithoutHost(RoutingContext context) {
        ConnectionLimits.begin(context.request());
        RequestIdFilter.assignId(context);
        var detail = "The request has no valid Host header, which HTTP/1.1 requires.";
        reject(context, Problem.ofHttp(BAD_REQUEST, "Bad Request", detail, instance(context)));
    }

    private void handle(RoutingContext context) {
        var failure = context.failure();
        if (failure instanceof HttpClosedException) {
            return; // the client has disconnected
        }
        if (failure != null && BodyLimitFilter.isReading(context)) {
            context.request().connection().close(); // the body is not chunked as HTTP/1.1 requires
            return;
        }
        if (failure instanceof VertxException && context.statusCode() == BAD_REQUEST) {
            rejectWithoutHost(context);
            return;
        }
        var problem = failure == null ? problem(context) : Optional.<Problem>empty();
        problem.ifPresentOrElse(rejection -> reject(context, rejection), context::next);
    }

    private void reject(RoutingContext context, Problem problem) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        problemWriter.send(context, problem);
        var request = context.request();
        if (!request.isEnded()) {
            var timer = context.vertx()
                    .setTimer(DISCARD_MILLIS, expired -> request.connection().close());
            request.end().onComplete(ended -> {
                context.vertx().cancelTimer(timer);
                request.connection().close(); // after the response, which is written
            });
        }
    }

    private Optional<Problem> problem(RoutingContext context) {
        return switch (context.statusCode()) {
            case BAD_REQUEST ->
                problem(
                        context,
                        "Bad Request",
                        "The URI is malformed. Percent-encode what it may not contain; write a literal % as %25.");
            case REQUEST_TIMEOUT ->
                problem(
                        context,
                        "Request Timeout",
                        "The request body did not arrive within apic-dr.limits.body-timeout.");
            case BODY_TOO_LARGE ->
                problem(context, "Request Entity Too Large", "The request body is larger than 64 KiB.");
            case URI_TOO_LONG ->
                problem(
                        context,
                        "URI Too Long",
                        "The URI is too long. A path may have at most %d characters, a query %d, and each parameter in it %d."
                                .formatted(
                                        RequestSizeFilter.MAX_PATH,
                                        RequestSizeFilter.MAX_QUERY,
                                        RequestSizeFilter.MAX_PARAMETER));
            case EXPECTATION_FAILED ->
                problem(context, "Expectation Failed", "The Expect header is not supported. Only 100-continue is.");
            case TOO_MANY_REQUESTS -> problem(context, "Too Many Requests", context.get(DETAIL));
            case HEADERS_TOO_LARGE ->
                problem(context, "Request Header Fields Too Large", "The request headers are larger than 16 KiB.");
            default -> Optional.empty();
        };
    }

    /**
     * Returns a problem of HTTP.
     *
     * @param phrase the reason phrase of the status
     */
    private static Optional<Problem> problem(RoutingContext context, String phrase, @Nullable String detail) {
        return Optional.of(Problem.ofHttp(context.statusCode(), phrase, detail, instance(context)));
    }

    /** Returns the requested path, shortened if it is too long. */
    private static String instance(RoutingContext context) {
        var path = AuditLogFilter.path(context);
        return path.length() > RequestSizeFilter.MAX_PATH ? path.substring(0, RequestSizeFilter.MAX_PATH) : path;
    }
}
