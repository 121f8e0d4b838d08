package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Limits the path, query and headers of a request, and rejects a malformed URI. The longest names and cursors of this
 * API have a few hundred characters. The limits of Quarkus ({@code quarkus.http.limits}) are higher: beyond them Vert.x
 * answers before any route, and so without a problem, a request id or an audit line. So would Quarkus for a malformed
 * URI, but for the option {@code vertx.disableURIValidation} of the JVM.
 */
@ApplicationScoped
class RequestSizeFilter {

    static final int MAX_PATH = 1_024;

    static final int MAX_PARAMETER = 1_024;

    static final int MAX_QUERY = 4_096;

    static final int MAX_HEADERS = 16 << 10;

    /** The colon, the space and the line end of each header. */
    private static final int HEADER_OVERHEAD = 4;

    void register(@Observes Filters filters) {
        filters.register(RequestSizeFilter::check, FilterOrder.REQUEST_SIZE.priority());
    }

    private static void check(RoutingContext context) {
        var request = context.request();
        if (isTooLong(request)) {
            context.fail(RejectionHandler.URI_TOO_LONG);
        } else if (!isUri(request.uri())) {
            context.fail(RejectionHandler.BAD_REQUEST);
        } else if (size(request.headers()) > MAX_HEADERS) {
            context.fail(RejectionHandler.HEADERS_TOO_LARGE);
        } else {
            context.next();
        }
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isTooLong(HttpServerRequest request) {
        var query = request.query();
        return length(request.path()) > MAX_PATH
                || length(query) > MAX_QUERY
                || (query != null
                        && Arrays.stream(query.split("&", -1))
                                .anyMatch(parameter -> length(parameter) > MAX_PARAMETER));
    }

    private static int length(@Nullable String part) {
        return part == null ? 0 : part.length();
    }

    private static int size(MultiMap headers) {
        return headers.entries().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length() + HEADER_OVERHEAD)
                .sum();
    }
}
