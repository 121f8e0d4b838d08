package org.apicdr.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what a request may hold. Quarkus has a bound of its own and answers without a word; it is set higher, so that
 * this one is always met first.
 */
@ApplicationScoped
class BodyLimit {

    static final int MAX_BYTES = 64 << 10;

    private static final int BEFORE_ALL_ROUTES = 900;

    private final EarlyProblem early;

    BodyLimit(EarlyProblem early) {
        this.early = early;
    }

    void register(@Observes Filters filters) {
        filters.register(this::announced, BEFORE_ALL_ROUTES);
    }

    /** A body in chunks does not say how long it is. */
    @ServerRequestFilter
    void inChunks(ContainerRequestContext request) {
        if (request.getHeaders().containsKey(HttpHeaders.TRANSFER_ENCODING.toString())) {
            request.setEntityStream(new Bounded(request.getEntityStream()));
        }
    }

    private void announced(RoutingContext context) {
        if (length(context.request().getHeader(HttpHeaders.CONTENT_LENGTH)) > MAX_BYTES) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            early.send(context, Problem.tooLarge(context.normalizedPath()));
        } else {
            context.next();
        }
    }

    private static long length(@Nullable String contentLength) {
        try {
            return contentLength == null ? 0 : Long.parseLong(contentLength);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** There was more than a request may hold. */
    static final class BodyTooLargeException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    private static final class Bounded extends FilterInputStream {

        private long left = MAX_BYTES;

        Bounded(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new BodyTooLargeException();
            }
        }
    }
}
