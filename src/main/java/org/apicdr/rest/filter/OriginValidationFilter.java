package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.rest.problem.ProblemWriter;
import org.apicdr.security.AccessConfig;
import org.apicdr.security.AccessSettings;
import org.apicdr.security.LoopbackAddresses;
import org.jspecify.annotations.Nullable;

/**
 * Keeps foreign web pages from using an operator's browser to reach a service that asks for no token: a page of another
 * origin sends a foreign Origin, a page behind a rebound DNS name a foreign Host. An IP address cannot be rebound. Where
 * tokens are asked for, a foreign page has none.
 */
@ApplicationScoped
class OriginValidationFilter {

    private final AccessSettings settings;
    private final List<String> hosts;
    private final ProblemWriter early;

    OriginValidationFilter(AccessSettings settings, AccessConfig config, ProblemWriter early) {
        this.settings = settings;
        this.hosts = config.hosts().orElse(List.of()).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        this.early = early;
    }

    void register(@Observes Filters filters) {
        if (!settings.asksForTokens()) {
            filters.register(this::check, FilterOrder.AUTHENTICATION.priority());
        }
    }

    private void check(RoutingContext context) {
        var request = context.request();
        if (!isOurs(host(request))) {
            refuse(
                    context,
                    ErrorCode.HOST_NOT_ALLOWED,
                    "the Host header is neither a loopback name nor an IP address: add the name to apic-dr.access.hosts"
                            + " if it is this service's");
            return;
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isSameOrigin(origin, request)) {
            refuse(context, ErrorCode.ORIGIN_NOT_ALLOWED, "the Origin header is not this service's own address");
            return;
        }
        context.next();
    }

    private static @Nullable String host(HttpServerRequest request) {
        var authority = request.authority();
        return authority == null ? null : authority.host();
    }

    private boolean isOurs(@Nullable String host) {
        if (host == null) {
            return false;
        }
        var name = host.toLowerCase(Locale.ROOT);
        return LoopbackAddresses.isLoopback(name) || LoopbackAddresses.isAddress(name) || hosts.contains(name);
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

    private void refuse(RoutingContext context, ErrorCode errorCode, String detail) {
        early.send(context, new ServiceException(errorCode, detail));
    }
}
