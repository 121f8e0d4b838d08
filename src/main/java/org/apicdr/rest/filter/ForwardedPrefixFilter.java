package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts the prefix of X-Forwarded-Prefix before the paths in Location and Content-Location, so that they lead through the
 * proxy. Quarkus accepts the header only from proxies that the configuration trusts, and then puts it before the URI of the
 * request but not before its path.
 */
@ApplicationScoped
class ForwardedPrefixFilter {

    private static final List<CharSequence> LINKS = List.of(HttpHeaders.LOCATION, HttpHeaders.CONTENT_LOCATION);

    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    void register(@Observes Filters filters) {
        filters.register(ForwardedPrefixFilter::addPrefix, FilterOrder.FORWARDED_PREFIX.priority());
    }

    private static void addPrefix(RoutingContext context) {
        var prefix = prefix(context.request());
        if (PREFIX.matcher(prefix).matches()) {
            context.addHeadersEndHandler(ignored -> {
                var headers = context.response().headers();
                for (var name : LINKS) {
                    var link = headers.get(name);
                    if (link != null && link.startsWith("/")) {
                        headers.set(name, prefix + link);
                    }
                }
            });
        }
        context.next();
    }

    /** Returns what the URI has before the path; also the scheme and the host, if the caller sent an absolute URI. */
    private static String prefix(HttpServerRequest request) {
        var path = request.path();
        var uri = request.uri().split("\\?", 2)[0];
        return path != null && uri.endsWith(path) ? uri.substring(0, uri.length() - path.length()) : "";
    }
}
