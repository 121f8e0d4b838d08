package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apicdr.core.LogContext;
import org.jboss.logging.MDC;

/** Assigns an id to every request and returns it in the response. Accepts the caller's id if it is well-formed. */
@ApplicationScoped
class RequestIdFilter {

    private static final String NAME = "X-Request-Id";

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    ConnectionLimits.begin(context.request());
                    assignId(context);
                    context.next();
                },
                FilterOrder.REQUEST_ID.priority());
    }

    static void assignId(RoutingContext context) {
        var id = LogContext.accepted(context.request().getHeader(NAME));
        MDC.put(LogContext.KEY, id);
        context.response().putHeader(NAME, id);
    }
}
