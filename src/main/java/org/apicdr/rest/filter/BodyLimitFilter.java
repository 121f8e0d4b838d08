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
 * Bounds what a request may hold, and the time it may take to arrive. A body is read as it comes, and whole before
 * anything is done with it, so that a slow caller keeps no thread waiting.
 */
@ApplicationScoped
class BodyLimitFilter {

    static final int MAX_BYTES = 64 << 10;

    private static final Pattern FORM =
            Pattern.compile("multipart/form-data|application/x-www-form-urlencoded", Pattern.CASE_INSENSITIVE);

    private static final int TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int EXPECTATION_FAILED = 417;

    private final BodyHandler reader = BodyHandler.create(false).setBodyLimit(MAX_BYTES);
    private final long timeoutMillis;
    private final RejectedRequestWriter rejectedRequestWriter;

    BodyLimitFilter(LimitsConfig config, RejectedRequestWriter rejectedRequestWriter) {
        this.timeoutMillis = config.bodyTimeout().toMillis();
        this.rejectedRequestWriter = rejectedRequestWriter;
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, FilterOrder.BODY.priority());
        filters.register(BodyLimitFilter::keepEmpty, FilterOrder.AFTER_BODY.priority());
    }

    /** The reader says what is wrong by a status alone. */
    void registerFailures(@Observes Router router) {
        router.route().order(-FilterOrder.BODY.priority()).failureHandler(this::refuse);
    }

    private void read(RoutingContext context) {
        var request = context.request();
        if (!isRead(request)) {
            context.next();
            return;
        }
        if (!request.isEnded()) {
            var timer = context.vertx().setTimer(timeoutMillis, late -> giveUp(context));
            request.end().onComplete(arrived -> context.vertx().cancelTimer(timer));
        }
        reader.handle(context);
    }

    /** The reader keeps none where nothing came, and whoever asks for it then would wait for what has come to its end. */
    private static void keepEmpty(RoutingContext context) {
        if (isRead(context.request()) && context.body().buffer() == null) {
            ((RoutingContextInternal) context).setBody(Buffer.buffer());
        }
        context.next();
    }

    /** Without one of these headers HTTP/1.1 has no body, and no path here takes a form, which the reader takes apart. */
    private static boolean isRead(HttpServerRequest request) {
        var headers = request.headers();
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        return (headers.contains(HttpHeaders.CONTENT_LENGTH) || headers.contains(HttpHeaders.TRANSFER_ENCODING))
                && (type == null || !FORM.matcher(type).lookingAt());
    }

    private void giveUp(RoutingContext context) {
        if (!context.response().ended()) {
            context.addEndHandler(answered -> context.request().connection().close());
            context.fail(TIMEOUT);
        }
    }

    private void refuse(RoutingContext context) {
        if (context.failure() instanceof HttpClosedException) {
            return; // nobody is there to be answered
        }
        if (context.body().buffer() != null) {
            context.next(); // what fails after the body was read is not its fault
            return;
        }
        switch (context.statusCode()) {
            case TIMEOUT ->
                rejectedRequestWriter.send(
                        context,
                        TIMEOUT,
                        "Request Timeout",
                        "the body did not arrive in the time of apic-dr.limits.body-timeout");
            case TOO_LARGE ->
                rejectedRequestWriter.send(
                        context, TOO_LARGE, "Request Entity Too Large", "a request holds at most 64 KiB");
            case EXPECTATION_FAILED ->
                rejectedRequestWriter.send(
                        context, EXPECTATION_FAILED, "Expectation Failed", "Expect can be nothing but 100-continue");
            default -> context.next();
        }
    }
}
