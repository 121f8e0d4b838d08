package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Takes an empty body for none, whatever it is called: {@code curl -d ''} calls it a form. A foreign page can send a
 * request without a body just as well, so it is not the Content-Type that keeps it out, but its Origin.
 */
@ApplicationScoped
class EmptyBodyFilter {

    void register(@Observes Filters filters) {
        filters.register(EmptyBodyFilter::forgetType, FilterOrder.EMPTY_BODY.priority());
    }

    private static void forgetType(RoutingContext context) {
        var headers = context.request().headers();
        if ("0".equals(headers.get(HttpHeaders.CONTENT_LENGTH)) && !headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            headers.remove(HttpHeaders.CONTENT_TYPE);
        }
        context.next();
    }
}
