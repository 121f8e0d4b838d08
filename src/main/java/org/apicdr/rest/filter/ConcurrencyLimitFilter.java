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

    private static final int TOO_MANY_REQUESTS = 429;

    private static final String RETRY_SECONDS = "5";

    private final RejectedRequestWriter rejectedRequestWriter;
    private final int limit;
    private final Semaphore slots;

    ConcurrencyLimitFilter(LimitsConfig config, RejectedRequestWriter rejectedRequestWriter) {
        this.rejectedRequestWriter = rejectedRequestWriter;
        this.limit = config.concurrentRequests();
        this.slots = new Semaphore(limit);
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
            rejectedRequestWriter.send(
                    context,
                    TOO_MANY_REQUESTS,
                    "Too Many Requests",
                    "%d requests are in progress (apic-dr.limits.concurrent-requests). Try again in a few seconds."
                            .formatted(limit));
        }
    }

    /** Exempts probes: a kubelet that gets no response would restart the service when it is under load. */
    private static boolean isProbe(String path) {
        return path.startsWith("/q/health") || path.startsWith("/q/metrics");
    }
}
