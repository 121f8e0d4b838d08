package org.apicdr.rest.problem;

import io.quarkus.logging.Log;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.core.ServiceException;

/** Reports failures in a streamed response whose status has already been sent. */
@ApplicationScoped
public class StreamProblems {

    private final CurrentVertxRequest request;

    StreamProblems(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Captures the current request, so that failures can be reported from any thread. */
    public Begun ofThisRequest() {
        return new Begun(request.getCurrent());
    }

    /** A response that has begun. */
    public static final class Begun {

        private final RoutingContext context;

        private Begun(RoutingContext context) {
            this.context = context;
        }

        /** Returns the problem that the response would have been if nothing had been sent. */
        public Problem of(RuntimeException failure) {
            var problem = problem(failure, String.valueOf(context.normalizedPath()));
            ProblemSlugRecorder.recordSlug(context, problem);
            return problem;
        }

        private static Problem problem(RuntimeException failure, String path) {
            if (failure instanceof ServiceException expected) {
                Log.warnf("%s: %s", expected.code().slug(), expected.getMessage());
                return Problem.of(
                        expected, HttpStatusMapping.of(expected.code()).getStatusCode(), path);
            }
            Log.errorf(failure, "Unexpected error while handling %s", path);
            return Problem.bug(path);
        }
    }
}
