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

/** Answers with a problem before any resource is reached. */
@ApplicationScoped
public class ProblemWriter {

    private final ObjectMapper mapper;

    ProblemWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Answers with a failure; any that nobody meant is a bug, and leaves as one. */
    public void send(RoutingContext context, Throwable failure) {
        var path = context.normalizedPath();
        if (!(failure instanceof ServiceException meant)) {
            Log.errorf(failure, "Unexpected failure of %s", path);
            send(context, Problem.bug(path));
            return;
        }
        var status = HttpStatusMapping.of(meant.reason());
        if (status == Status.SERVICE_UNAVAILABLE) {
            Log.warnf("%s: %s", meant.reason().slug(), meant.getMessage());
        }
        send(context, Problem.of(meant, status.getStatusCode(), path));
    }

    public void send(RoutingContext context, Problem problem) {
        ProblemSlugRecorder.note(context, problem);
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
