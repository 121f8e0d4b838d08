package org.apicdr.problem;

import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells a caller of a failure whose answer has begun already, its status with it. */
@ApplicationScoped
public class LateProblem {

    private final RoutingContext request;

    LateProblem(RoutingContext request) {
        this.request = request;
    }

    /** What the answer would have been had nothing been sent before. */
    public Problem of(RuntimeException failure) {
        var problem = problem(failure, request.normalizedPath());
        AnsweredProblem.note(request, problem);
        return problem;
    }

    private static Problem problem(RuntimeException failure, String path) {
        if (failure instanceof RecoveryException expected) {
            Log.warnf("%s: %s", expected.reason().slug(), expected.getMessage());
            return Problem.of(expected, Statuses.of(expected.reason()).getStatusCode(), path);
        }
        Log.errorf(failure, "Unexpected failure of %s", path);
        return Problem.bug(path);
    }
}
