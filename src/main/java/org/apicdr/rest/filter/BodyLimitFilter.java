package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * Limits the size of a request body and the time in which it must arrive. The body is read asynchronously and
 * completely before the request is dispatched, so that a slow client does not block a thread.
 */
@ApplicationScoped
class BodyLimitFilter {

    static final int MAX_BYTES = 64 << 10;

    private static final Pattern FORM =
            Pattern.compile("multipart/form-data|application/x-www-form-urlencoded", Pattern.CASE_INSENSITIVE);

    private static final int TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int EXPECTATION_FAILED = 417;

    private final BodyHandler bodyHandler = BodyHandler.create(false).setBodyLimit(MAX_BYTES);
    private final long timeoutMillis;
    private final RejectedRequestWriter rejectedRequestWriter;

    BodyLimitFilter(LimitsConfig config, RejectedRequestWriter rejectedRequestWriter) {
        this.timeoutMillis = config.bodyTimeout().toMillis();
        this.rejectedRequestWriter = rejectedRequestWriter;
    }

    void register(@Observes Filters filters) {
        filters.register(this::readBody, FilterOrder.BODY.priority());
        filters.register(BodyLimitFilter::setEmptyBody, FilterOrder.AFTER_BODY.priority());
    }

    /** The body handler reports failures only as a status code. */
    void registerFailures(@Observes Router router) {
        router.route().order(-FilterOrder.BODY.priority()).failureHandler(this::reject);
    }

    private void readBody(RoutingContext context) {
        var request = context.request();
        if (!expectsBody(request)) {
            context.next();
            return;
        }
        if (!request.isEnded()) {
            var timer = context.vertx().setTimer(timeoutMillis, expired -> timeOut(context));
            request.end().onComplete(received -> context.vertx().cancelTimer(timer));
        }
        bodyHandler.handle(context);
    }

    /** Sets an empty body if none was received. Otherwise Quarkus would read from a request that has already ended. */
    private static void setEmptyBody(RoutingContext context) {
        if (expectsBody(context.request()) && context.body().buffer() == null) {
            ((RoutingContextInternal) context).setBody(Buffer.buffer());
        }
        context.next();
    }

    /**
     * Returns whether to read a body. Without one of these headers HTTP/1.1 has none (RFC 9112, section 6). Forms are
     * not read, because no path accepts them and the body handler would parse them.
     */
    private static boolean expectsBody(HttpServerRequest request) {
        var headers = request.headers();
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        return (headers.contains(HttpHeaders.CONTENT_LENGTH) || headers.contains(HttpHeaders.TRANSFER_ENCODING))
                && (type == null || !FORM.matcher(type).lookingAt());
    }

    private void timeOut(RoutingContext context) {
        if (!context.response().ended()) {
            context.addEndHandler(ended -> context.request().connection().close());
            context.fail(TIMEOUT);
        }
    }

    private void reject(RoutingContext context) {
        if (context.failure() instanceof HttpClosedException) {
            return; // the client has disconnected
        }
        if (context.body().buffer() != null) {
            context.next(); // the failure happened after the body had been read
            return;
        }
        switch (context.statusCode()) {
            case TIMEOUT ->
                rejectedRequestWriter.send(
                        context,
                        TIMEOUT,
                        "Request Timeout",
                        "The request body did not arrive within apic-dr.limits.body-timeout.");
            case TOO_LARGE ->
                rejectedRequestWriter.send(
                        context, TOO_LARGE, "Request Entity Too Large", "The request body is larger than 64 KiB.");
            case EXPECTATION_FAILED ->
                rejectedRequestWriter.send(
                        context,
                        EXPECTATION_FAILED,
                        "Expectation Failed",
                        "The Expect header is not supported. Only 100-continue is.");
            default -> context.next();
        }
    }
}
