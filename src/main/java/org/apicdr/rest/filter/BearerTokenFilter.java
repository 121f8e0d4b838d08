package org.apicdr.rest.filter;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.rest.problem.ProblemWriter;
import org.apicdr.security.AccessControl;
import org.apicdr.security.AccessReviewCache;
import org.apicdr.security.AccessSettings;
import org.apicdr.security.AuthenticatedUser;
import org.apicdr.security.BearerToken;
import org.apicdr.security.Permission;
import org.apicdr.security.RequestAuditContext;

/**
 * Requires a valid bearer token on every path but the open pages, including unknown ones. The health shows its details only
 * to a caller who may list subsystems in every namespace that the service watches.
 */
@ApplicationScoped
class BearerTokenFilter {

    private static final String CHALLENGE = "Bearer realm=\"apic-dr\"";

    private static final String INVALID = CHALLENGE + ", error=\"invalid_token\"";

    private final AccessSettings settings;
    private final AccessReviewCache accessReviewCache;
    private final AccessControl accessControl;
    private final ProblemWriter problemWriter;

    BearerTokenFilter(
            AccessSettings settings,
            AccessReviewCache accessReviewCache,
            AccessControl accessControl,
            ProblemWriter problemWriter) {
        this.settings = settings;
        this.accessReviewCache = accessReviewCache;
        this.accessControl = accessControl;
        this.problemWriter = problemWriter;
    }

    void register(@Observes Filters filters) {
        if (settings.asksForTokens()) {
            filters.register(this::check, FilterOrder.AUTHENTICATION.priority());
        }
    }

    private void check(RoutingContext context) {
        var path = context.normalizedPath();
        var headers = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        boolean open = settings.opens(path);
        if (open && (headers.isEmpty() || !HealthDetails.areAt(path))) {
            context.next();
            return;
        }
        if (headers.isEmpty()) {
            reject(
                    context,
                    CHALLENGE,
                    "The request has no token. Send one that the cluster accepts, as: Authorization: Bearer TOKEN");
            return;
        }
        var token = headers.size() == 1 ? BearerToken.parse(headers.get(0)) : Optional.<BearerToken>empty();
        token.ifPresentOrElse(
                bearerToken -> identify(context, bearerToken, open),
                () -> rejectUnlessOpen(
                        context,
                        open,
                        "The Authorization header is malformed. Send it as: Authorization: Bearer TOKEN"));
    }

    /**
     * Reviews the token on another thread unless the result is cached. The request continues on its own context. A page that
     * is open is shown without details if the token is rejected, or cannot be reviewed.
     */
    private void identify(RoutingContext context, BearerToken token, boolean open) {
        Future.fromCompletionStage(accessReviewCache.caller(token), Vertx.currentContext())
                .onSuccess(caller -> caller.ifPresentOrElse(
                        user -> admit(context, user),
                        () -> rejectUnlessOpen(
                                context,
                                open,
                                "The API server rejected the token: it is expired, revoked, mistyped, or issued for"
                                        + " another audience. Send a valid one.")))
                .onFailure(failure -> {
                    if (open) {
                        context.next();
                    } else {
                        problemWriter.send(context, cause(failure));
                    }
                });
    }

    private static Throwable cause(Throwable failure) {
        var cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private void admit(RoutingContext context, AuthenticatedUser authenticatedUser) {
        RequestAuditContext.of(context).setCaller(authenticatedUser);
        if (!HealthDetails.areAt(context.normalizedPath())) {
            context.next();
            return;
        }
        var allowed = accessControl.isAllowedEverywhere(authenticatedUser, Permission.LIST_SUBSYSTEMS);
        Future.fromCompletionStage(allowed, Vertx.currentContext()).onComplete(review -> {
            if (review.succeeded() && review.result()) {
                HealthDetails.show();
            }
            context.next();
        });
    }

    private void rejectUnlessOpen(RoutingContext context, boolean open, String detail) {
        if (open) {
            context.next();
        } else {
            reject(context, INVALID, detail);
        }
    }

    private void reject(RoutingContext context, String challenge, String detail) {
        context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, challenge);
        problemWriter.send(context, new ServiceException(ErrorCode.UNAUTHORIZED, detail));
    }
}
