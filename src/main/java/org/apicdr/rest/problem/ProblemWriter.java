package org.apicdr.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.io.UncheckedIOException;
import org.apicdr.core.ServiceException;

/** Writes a problem response for a request that does not reach a resource. */
@ApplicationScoped
public class ProblemWriter {

    private final ObjectMapper mapper;

    ProblemWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Writes the response for a failure. Any exception other than {@link ServiceException} is an internal error. */
    public void send(RoutingContext context, Throwable failure) {
        var path = context.normalizedPath();
        if (!(failure instanceof ServiceException expected)) {
            Log.errorf(failure, "Unexpected error while handling %s", path);
            send(context, Problem.bug(path));
            return;
        }
        var status = HttpStatusMapping.of(expected.code());
        if (status == Status.SERVICE_UNAVAILABLE) {
            Log.warnf("%s: %s", expected.code().slug(), expected.getMessage());
        }
        send(context, Problem.of(expected, status.getStatusCode(), path));
    }

    public void send(RoutingContext context, Problem problem) {
        ProblemSlugRecorder.recordSlug(context, problem);
        try {
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(mapper.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
