package org.apicdr.rest.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits the number of concurrent requests, so that accepted requests complete in time. */
@ApplicationScoped
class ConcurrencyLimitFilter {

    private static final String RETRY_SECONDS = "5";

    private final Semaphore slots;

    ConcurrencyLimitFilter(LimitsConfig config) {
        this.slots = new Semaphore(config.concurrentRequests());
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FilterOrder.CONCURRENCY.priority());
    }

    private void admit(RoutingContext context) {
        if (isProbe(context.normalizedPath())) {
            context.next();
        } else if (slots.tryAcquire()) {
            // the response may end on one thread while its connection is lost on another
            var acquired = new AtomicBoolean(true);
            context.addEndHandler(done -> {
                if (acquired.getAndSet(false)) {
                    slots.release();
                }
            });
            context.next();
        } else {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            context.fail(RejectionHandler.TOO_MANY_REQUESTS);
        }
    }

    /** Exempts probes: a kubelet that gets no response would restart the service when it is under load. */
    private static boolean isProbe(String path) {
        return isBelow("/q/health", path) || isBelow("/q/metrics", path);
    }

    private static boolean isBelow(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
