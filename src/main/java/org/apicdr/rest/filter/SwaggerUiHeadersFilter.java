package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Adds headers to Swagger UI: callers enter their tokens there, so the page is shown in no frame and loads nothing from
 * elsewhere. Quarkus has properties for headers, but answers a malformed URI itself if one of them is for a path.
 */
@ApplicationScoped
class SwaggerUiHeadersFilter {

    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    void register(@Observes Filters filters) {
        filters.register(SwaggerUiHeadersFilter::addHeaders, FilterOrder.SWAGGER_UI_HEADERS.priority());
    }

    private static void addHeaders(RoutingContext context) {
        if (context.normalizedPath().startsWith("/q/swagger-ui")) {
            context.response().putHeader("Content-Security-Policy", POLICY);
            context.response().putHeader("X-Content-Type-Options", "nosniff");
        }
        context.next();
    }
}
