package org.apicdr.rest.problem;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Records the problem slug of a response in the request context, for the audit log. */
public class ProblemSlugRecorder {

    private static final String KEY = ProblemSlugRecorder.class.getName();

    ProblemSlugRecorder() {}

    /** Returns the last part of the problem's type, or empty if the response is not a problem. */
    public static Optional<String> slug(RoutingContext request) {
        return Optional.ofNullable(request.<String>get(KEY));
    }

    static void recordSlug(RoutingContext request, Problem problem) {
        request.put(KEY, problem.slug());
    }

    @ServerResponseFilter
    void answered(ContainerResponseContext response, RoutingContext request) {
        if (response.getEntity() instanceof Problem problem) {
            recordSlug(request, problem);
        }
    }
}
