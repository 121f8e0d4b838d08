package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.rest.problem.ProblemWriter;
import org.apicdr.security.AccessSettings;

/**
 * Prevents web pages of other origins from reaching an unauthenticated service through an operator's browser. A page of
 * another origin sends a different Origin, a DNS-rebinding page a different Host. IP addresses are allowed, because
 * they cannot be rebound. If tokens are required, this filter is not needed, because such a page has no token.
 */
@ApplicationScoped
class OriginValidationFilter {

    private final AccessSettings settings;
    private final ProblemWriter problemWriter;

    OriginValidationFilter(AccessSettings settings, ProblemWriter problemWriter) {
        this.settings = settings;
        this.problemWriter = problemWriter;
    }

    void register(@Observes Filters filters) {
        if (!settings.asksForTokens()) {
            filters.register(this::check, FilterOrder.AUTHENTICATION.priority());
        }
    }

    private void check(RoutingContext context) {
        var request = context.request();
        if (!isAllowedHost(request)) {
            reject(
                    context,
                    ErrorCode.HOST_NOT_ALLOWED,
                    "The Host header is neither a loopback name nor an IP address. If it is a name of this service, add"
                            + " it to apic-dr.access.hosts.");
            return;
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isSameOrigin(origin, request)) {
            reject(context, ErrorCode.ORIGIN_NOT_ALLOWED, "The Origin header is not the address of this service.");
            return;
        }
        if (isFromAnotherSite(request) && !isPage(context.normalizedPath())) {
            reject(
                    context,
                    ErrorCode.ORIGIN_NOT_ALLOWED,
                    "The Sec-Fetch-Site header says that a page of another site sent the request.");
            return;
        }
        context.next();
    }

    /** Returns whether other sites may link to a path, as alerts do. */
    private static boolean isPage(String path) {
        return path.startsWith("/q/") || AccessSettings.STATUS_PAGE.contains(path);
    }

    /** Returns whether a page of another site sent the request. Browsers send no Origin with the GET of an image or a link. */
    private static boolean isFromAnotherSite(HttpServerRequest request) {
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }

    private boolean isAllowedHost(HttpServerRequest request) {
        var authority = request.authority();
        var host = authority == null ? null : authority.host();
        return host != null && settings.allowsHost(host);
    }

    private static boolean isSameOrigin(String origin, HttpServerRequest request) {
        var authority = request.authority();
        try {
            return authority != null
                    && authority.toString().equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void reject(RoutingContext context, ErrorCode errorCode, String detail) {
        problemWriter.send(context, new ServiceException(errorCode, detail));
    }
}
