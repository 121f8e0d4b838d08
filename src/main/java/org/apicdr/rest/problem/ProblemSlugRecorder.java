package org.apicdr.rest.problem;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Remembers with a request which problem it was answered with, for whoever keeps account of it. */
public class ProblemSlugRecorder {

    private static final String KEY = ProblemSlugRecorder.class.getName();

    ProblemSlugRecorder() {}

    /** The last part of the problem's type; empty where the answer is none. */
    public static Optional<String> slug(RoutingContext request) {
        return Optional.ofNullable(request.<String>get(KEY));
    }

    static void note(RoutingContext request, Problem problem) {
        request.put(KEY, problem.slug());
    }

    @ServerResponseFilter
    void answered(ContainerResponseContext response, RoutingContext request) {
        if (response.getEntity() instanceof Problem problem) {
            note(request, problem);
        }
    }
}
