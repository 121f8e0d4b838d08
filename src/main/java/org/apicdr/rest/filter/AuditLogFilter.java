package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apicdr.core.LogContext;
import org.apicdr.core.Sentences;
import org.apicdr.rest.problem.ProblemWriter;
import org.apicdr.security.AuthenticatedUser;
import org.apicdr.security.Permission;
import org.apicdr.security.RequestAuditContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line to the audit log for each API request, and for each other request that has a token, when its response
 * ends, including rejected requests.
 */
@ApplicationScoped
class AuditLogFilter {

    /** A fixed category, because log filters and alerts select the audit log by it. */
    private static final Logger LOG = Logger.getLogger("org.apicdr.access.Audit");

    private static final String API = "/api";

    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    /** Characters that could forge a line in a plain-text log, or change how a terminal shows it. */
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");

    void register(@Observes Filters filters) {
        filters.register(AuditLogFilter::logWhenEnded, FilterOrder.AUDIT_LOG.priority());
    }

    private static void logWhenEnded(RoutingContext context) {
        var path = path(context);
        if (path.equals(API)
                || path.startsWith(API + "/")
                || context.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            context.addEndHandler(end -> write(context, end));
        }
        context.next();
    }

    /** Returns the normalized path, or the path as it was sent if its percent-encoding is malformed. */
    static String path(RoutingContext context) {
        try {
            return context.normalizedPath();
        } catch (IllegalArgumentException e) {
            return Objects.requireNonNullElse(context.request().path(), "/").replace("%", "%25");
        }
    }

    private static void write(RoutingContext context, AsyncResult<Void> end) {
        var requestAuditContext = RequestAuditContext.of(context);
        int status = context.response().getStatusCode();
        var fields = new LinkedHashMap<String, Object>();
        fields.put(
                "who",
                requestAuditContext.caller().map(AuthenticatedUser::username).orElse("anonymous"));
        fields.put(
                "verb",
                requestAuditContext
                        .right()
                        .map(Permission::toString)
                        .orElse(context.request().method().name()));
        fields.put("path", Sentences.redactedPath(path(context)));
        requestAuditContext.namespace().ifPresent(namespace -> fields.put("namespace", namespace));
        requestAuditContext.bundle().ifPresent(bundle -> fields.put("bundleId", bundle));
        fields.put("status", status);
        fields.put("outcome", end.succeeded() ? outcome(status) : "aborted");
        ProblemWriter.slug(context).ifPresent(slug -> fields.put("reason", slug));
        fields.replaceAll((name, value) -> CONTROL.matcher(value.toString()).replaceAll("?"));
        LogContext.withFields(fields, () -> LOG.infof("%s", message(fields)));
    }

    private static String message(Map<String, Object> fields) {
        var message = new StringBuilder("%s: %s".formatted(fields.get("who"), fields.get("verb")));
        append(" in ", fields.get("namespace"), message);
        append(" ", fields.get("bundleId"), message);
        message.append(": %s, %s".formatted(fields.get("outcome"), fields.get("status")));
        append(" ", fields.get("reason"), message);
        return message.toString();
    }

    private static void append(String before, @Nullable Object value, StringBuilder message) {
        if (value != null) {
            message.append(before).append(value);
        }
    }

    private static String outcome(int status) {
        if (status >= FIRST_SERVER_ERROR) {
            return "failed";
        }
        return status >= FIRST_CLIENT_ERROR ? "refused" : "done";
    }
}
