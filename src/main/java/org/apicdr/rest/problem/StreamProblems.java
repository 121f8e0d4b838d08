package org.apicdr.rest.problem;

import io.quarkus.logging.Log;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.core.ServiceException;

/** Tells callers of failures when their answer has begun already, its status with it. */
@ApplicationScoped
public class StreamProblems {

    private final CurrentVertxRequest request;

    StreamProblems(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Those of the present request, whichever thread they will happen in. */
    public Begun ofThisRequest() {
        return new Begun(request.getCurrent());
    }

    /** An answer that has begun. */
    public static final class Begun {

        private final RoutingContext context;

        private Begun(RoutingContext context) {
            this.context = context;
        }

        /** What the answer would have been had nothing been sent before. */
        public Problem of(RuntimeException failure) {
            var problem = problem(failure, String.valueOf(context.normalizedPath()));
            ProblemSlugRecorder.note(context, problem);
            return problem;
        }

        private static Problem problem(RuntimeException failure, String path) {
            if (failure instanceof ServiceException expected) {
                Log.warnf("%s: %s", expected.reason().slug(), expected.getMessage());
                return Problem.of(
                        expected, HttpStatusMapping.of(expected.reason()).getStatusCode(), path);
            }
            Log.errorf(failure, "Unexpected failure of %s", path);
            return Problem.bug(path);
        }
    }
}
