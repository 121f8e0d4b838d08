package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
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

    private static final int MAX_BYTES = 64 << 10;

    private static final Pattern FORM =
            Pattern.compile("multipart/form-data|application/x-www-form-urlencoded", Pattern.CASE_INSENSITIVE);

    private static final String READING = BodyLimitFilter.class.getName();

    private final BodyHandler bodyHandler = BodyHandler.create(false).setBodyLimit(MAX_BYTES);
    private final long timeoutMillis;

    BodyLimitFilter(LimitsConfig config) {
        this.timeoutMillis = config.bodyTimeout().toMillis();
    }

    void register(@Observes Filters filters) {
        filters.register(this::readBody, FilterOrder.BODY.priority());
        filters.register(BodyLimitFilter::setEmptyBody, FilterOrder.AFTER_BODY.priority());
    }

    /** Returns whether the body of a request is not there yet. */
    static boolean isReading(RoutingContext context) {
        return context.get(READING) != null;
    }

    private void readBody(RoutingContext context) {
        var request = context.request();
        removeTypeOfEmptyBody(request);
        if (!expectsBody(request)) {
            context.next();
            return;
        }
        if (!request.isEnded()) {
            var timer = context.vertx().setTimer(timeoutMillis, expired -> timeOut(context));
            request.end().onComplete(received -> context.vertx().cancelTimer(timer));
        }
        context.put(READING, true);
        bodyHandler.handle(context);
    }

    /**
     * Treats an empty body as no body, regardless of its Content-Type: {@code curl -d ''} declares it as a form. This
     * does not weaken the protection against cross-origin requests, which relies on the Origin header and not on the
     * Content-Type.
     */
    private static void removeTypeOfEmptyBody(HttpServerRequest request) {
        var headers = request.headers();
        if ("0".equals(headers.get(HttpHeaders.CONTENT_LENGTH)) && !headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            headers.remove(HttpHeaders.CONTENT_TYPE);
        }
    }

    /** Sets an empty body if none was received. Otherwise Quarkus would read from a request that has already ended. */
    private static void setEmptyBody(RoutingContext context) {
        context.remove(READING);
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
            context.fail(RejectionHandler.REQUEST_TIMEOUT);
        }
    }
}
