package org.apicdr.rest.filter;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.rest.problem.Problem;
import org.apicdr.rest.problem.ProblemWriter;

/**
 * Answers a request that is not worth to be used; with the answer its connection ends. What is still coming is read and
 * forgotten for a while, as a connection that is closed on what was not read takes the answer with it.
 */
@ApplicationScoped
class RejectedRequestWriter {

    private static final long PATIENCE_MILLIS = 5_000;

    private final ProblemWriter early;

    RejectedRequestWriter(ProblemWriter early) {
        this.early = early;
    }

    /**
     * Refuses a request.
     *
     * @param phrase what HTTP calls the status
     */
    void send(RoutingContext context, int status, String phrase, String detail) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        early.send(context, Problem.ofHttp(status, phrase, detail, instance(context)));
        if (!context.request().isEnded()) {
            context.vertx()
                    .setTimer(
                            PATIENCE_MILLIS,
                            late -> context.request().connection().close());
        }
    }

    /** Not what was sent too long. */
    private static String instance(RoutingContext context) {
        var path = context.normalizedPath();
        return path.length() > RequestSizeFilter.MAX_PATH ? path.substring(0, RequestSizeFilter.MAX_PATH) : path;
    }
}
