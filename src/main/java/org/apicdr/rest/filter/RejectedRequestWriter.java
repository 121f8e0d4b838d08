package org.apicdr.rest.filter;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.rest.problem.Problem;
import org.apicdr.rest.problem.ProblemWriter;

/**
 * Rejects a request and closes its connection. Data that is still arriving is discarded for a few seconds first:
 * closing a connection with unread data resets it, and the client would lose the response (RFC 9112, section 9.6).
 */
@ApplicationScoped
class RejectedRequestWriter {

    private static final long DISCARD_MILLIS = 5_000;

    private final ProblemWriter problemWriter;

    RejectedRequestWriter(ProblemWriter problemWriter) {
        this.problemWriter = problemWriter;
    }

    /**
     * Rejects a request.
     *
     * @param phrase the reason phrase of the status
     */
    void send(RoutingContext context, int status, String phrase, String detail) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        problemWriter.send(context, Problem.ofHttp(status, phrase, detail, instance(context)));
        if (!context.request().isEnded()) {
            context.vertx()
                    .setTimer(
                            DISCARD_MILLIS,
                            expired -> context.request().connection().close());
        }
    }

    /** Returns the requested path, shortened if it is too long. */
    private static String instance(RoutingContext context) {
        var path = context.normalizedPath();
        return path.length() > RequestSizeFilter.MAX_PATH ? path.substring(0, RequestSizeFilter.MAX_PATH) : path;
    }
}
