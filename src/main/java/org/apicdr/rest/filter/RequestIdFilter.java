package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apicdr.core.RequestIdContext;
import org.jboss.logging.MDC;

/** Gives every request its id, the caller's where that is harmless, and tells it in every answer. */
@ApplicationScoped
class RequestIdFilter {

    private static final String NAME = "X-Request-Id";

    void register(@Observes Filters filters) {
        filters.register(RequestIdFilter::identify, FilterOrder.REQUEST_ID.priority());
    }

    private static void identify(RoutingContext context) {
        var id = RequestIdContext.accepted(context.request().getHeader(NAME));
        MDC.put(RequestIdContext.KEY, id);
        context.response().putHeader(NAME, id);
        context.next();
    }
}
