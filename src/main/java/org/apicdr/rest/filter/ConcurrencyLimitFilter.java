package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apicdr.security.AccessReviewCache;
import org.apicdr.security.AccessSettings;
import org.apicdr.security.BearerToken;

/**
 * Limits the number of concurrent requests, so that accepted requests complete in time. Requests that need no token, and
 * those whose token the API server has not accepted before, have shares of their own: however many there are, they leave
 * room for callers, and for each other.
 */
@ApplicationScoped
class ConcurrencyLimitFilter {

    /** The requests in progress whose tokens are not known, and so the reviews of such tokens. */
    static final int UNKNOWN_CALLERS = 16;

    private static final int OPEN_PAGES = 16;

    private static final String RETRY_SECONDS = "5";

    private static final String SLOT = ConcurrencyLimitFilter.class.getName();

    private final AccessSettings settings;
    private final AccessReviewCache accessReviewCache;
    private final Share callers;
    private final Share unknownCallers = new Share(UNKNOWN_CALLERS, "%d requests with unknown tokens are in progress.");
    private final Share monitoring = new Share(OPEN_PAGES, "%d requests for health and metrics are in progress.");

    /** A document is large, so its request ends when the peer has read it. */
    private final Share documents =
            new Share(OPEN_PAGES, "%d requests for the API document and the status page are in progress.");

    ConcurrencyLimitFilter(LimitsConfig config, AccessSettings settings, AccessReviewCache accessReviewCache) {
        this.settings = settings;
        this.accessReviewCache = accessReviewCache;
        this.callers = new Share(
                config.concurrentRequests(), "%d requests are in progress (apic-dr.limits.concurrent-requests).");
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FilterOrder.CONCURRENCY.priority());
        filters.register(this::admitCaller, FilterOrder.CALLER_CONCURRENCY.priority());
    }

    private void admit(RoutingContext context) {
        if (HealthDetails.PROBES.contains(context.normalizedPath()) && settings.opens(context.normalizedPath())) {
            context.next();
        } else {
            admit(context, share(context));
        }
    }

    private Share share(RoutingContext context) {
        var path = context.normalizedPath();
        if (needsReview(context, path)) {
            return unknownCallers;
        }
        if (isBelow("/q/health", path) || isBelow("/q/metrics", path)) {
            return monitoring;
        }
        if (isBelow("/q/openapi", path)
                || isBelow("/q/swagger-ui", path)
                || AccessSettings.STATUS_PAGE.contains(path)) {
            return documents;
        }
        return callers;
    }

    /** Returns whether the API server will be asked for the token, or there is none where one is required. */
    private boolean needsReview(RoutingContext context, String path) {
        boolean open = settings.opens(path)
                && !(HealthDetails.areAt(path) && context.request().headers().contains(HttpHeaders.AUTHORIZATION));
        return settings.asksForTokens() && !open && !isKnown(context);
    }

    private boolean isKnown(RoutingContext context) {
        var authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null
                && BearerToken.parse(authorization)
                        .filter(accessReviewCache::hasAccepted)
                        .isPresent();
    }

    /** Moves a request whose token has been accepted from the share of unknown callers to its own. */
    private void admitCaller(RoutingContext context) {
        var slot = context.<Slot>get(SLOT);
        if (slot != null && slot.share == unknownCallers) {
            slot.release();
            admit(context, share(context));
        } else {
            context.next();
        }
    }

    private void admit(RoutingContext context, Share share) {
        if (share.slots.tryAcquire()) {
            var slot = new Slot(share);
            context.put(SLOT, slot);
            context.addEndHandler(done -> {
                if (share == documents) {
                    ConnectionLimits.whenSent(context.request(), slot::release);
                } else {
                    slot.release();
                }
            });
            context.next();
        } else {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            context.put(RejectionHandler.DETAIL, share.whenFull + " Try again in a few seconds.");
            context.fail(RejectionHandler.TOO_MANY_REQUESTS);
        }
    }

    private static boolean isBelow(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** Requests of one kind. */
    private static final class Share {

        private final Semaphore slots;
        private final String whenFull;

        Share(int size, String whenFull) {
            this.slots = new Semaphore(size);
            this.whenFull = whenFull.formatted(size);
        }
    }

    /** A place of one request. Its response may end on one thread while its connection is lost on another. */
    private static final class Slot {

        private final Share share;
        private final AtomicBoolean acquired = new AtomicBoolean(true);

        Slot(Share share) {
            this.share = share;
        }

        void release() {
            if (acquired.getAndSet(false)) {
                share.slots.release();
            }
        }
    }
}
