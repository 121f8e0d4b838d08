package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Treats an empty body as no body, regardless of its Content-Type: {@code curl -d ''} declares it as a form. This does
 * not weaken the protection against cross-origin requests, which relies on the Origin header and not on the
 * Content-Type.
 */
@ApplicationScoped
class EmptyBodyFilter {

    void register(@Observes Filters filters) {
        filters.register(EmptyBodyFilter::removeContentType, FilterOrder.EMPTY_BODY.priority());
    }

    private static void removeContentType(RoutingContext context) {
        var headers = context.request().headers();
        if ("0".equals(headers.get(HttpHeaders.CONTENT_LENGTH)) && !headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            headers.remove(HttpHeaders.CONTENT_TYPE);
        }
        context.next();
    }
}
