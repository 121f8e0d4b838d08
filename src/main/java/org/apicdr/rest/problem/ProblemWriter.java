package org.apicdr.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apicdr.core.ServiceException;

/**
 * Writes the problems of requests that do not reach a resource or whose response has already begun. Keeps the slug of each
 * problem in the request context, for the audit log.
 */
@ApplicationScoped
public class ProblemWriter {

    private static final String SLUG = ProblemWriter.class.getName();

    private final ObjectMapper mapper;

    ProblemWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Writes the response for a failure. */
    public void send(RoutingContext context, Throwable failure) {
        if (failure instanceof ServiceException expected && ProblemMapper.retries(expected)) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, ProblemMapper.RETRY_SECONDS);
        }
        send(context, ProblemMapper.problem(failure, context));
    }

    public void send(RoutingContext context, Problem problem) {
        recordSlug(context, problem);
        try {
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(mapper.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the problem with which a streamed response ends, because its status has already been sent. */
    public static Problem endOfStream(RoutingContext context, Throwable failure) {
        var problem = ProblemMapper.problem(failure, context);
        recordSlug(context, problem);
        return problem;
    }

    /** Returns the last part of the problem's type, or empty if the response is not a problem. */
    public static Optional<String> slug(RoutingContext context) {
        return Optional.ofNullable(context.<String>get(SLUG));
    }

    static void recordSlug(RoutingContext context, Problem problem) {
        context.put(SLUG, problem.slug());
    }
}
