package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Limits the path, query and headers of a request. The longest names and cursors of this API have a few hundred
 * characters.
 */
@ApplicationScoped
class RequestSizeFilter {

    static final int MAX_PATH = 1_024;

    static final int MAX_PARAMETER = 1_024;

    static final int MAX_QUERY = 4_096;

    static final int MAX_HEADERS = 16 << 10;

    private static final int URI_TOO_LONG = 414;

    private static final int HEADERS_TOO_LARGE = 431;

    /** The colon, the space and the line end of each header. */
    private static final int HEADER_OVERHEAD = 4;

    private final RejectedRequestWriter rejectedRequestWriter;

    RequestSizeFilter(RejectedRequestWriter rejectedRequestWriter) {
        this.rejectedRequestWriter = rejectedRequestWriter;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.REQUEST_SIZE.priority());
    }

    private void check(RoutingContext context) {
        var request = context.request();
        if (isTooLong(request)) {
            rejectedRequestWriter.send(
                    context,
                    URI_TOO_LONG,
                    "URI Too Long",
                    "The URI is too long. A path may have at most %d characters, a query %d, and each parameter in it %d."
                            .formatted(MAX_PATH, MAX_QUERY, MAX_PARAMETER));
        } else if (size(request.headers()) > MAX_HEADERS) {
            rejectedRequestWriter.send(
                    context,
                    HEADERS_TOO_LARGE,
                    "Request Header Fields Too Large",
                    "The request headers are larger than 16 KiB.");
        } else {
            context.next();
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
