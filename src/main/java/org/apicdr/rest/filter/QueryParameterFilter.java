package org.apicdr.rest.filter;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.rest.ItemLimit;
import org.apicdr.rest.RequestTime;
import org.apicdr.verification.FailOn;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects query parameters that the resource method does not declare, that are repeated or empty, or that have a value of
 * the wrong type. A misspelt {@code failOn} that was ignored would disable a gate of a pipeline.
 */
@ApplicationScoped
class QueryParameterFilter {

    private final Map<Method, Declared> declared = new ConcurrentHashMap<>();

    /** Rejects a malformed Content-Type, at which Quarkus fails if a path has several methods. */
    @ServerRequestFilter(preMatching = true)
    void checkContentType(HttpHeaders headers) {
        try {
            Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))
                    .ifPresent(MediaType::valueOf);
        } catch (IllegalArgumentException e) {
            throw new NotSupportedException(e);
        }
    }

    /** Ignores the Accept header of a download: generated clients send the media type of its problems there. */
    @ServerRequestFilter(preMatching = true)
    void acceptDownload(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().matches(".*/archive/?")) {
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
        }
    }

    @ServerRequestFilter
    void check(ResourceInfo resource, RoutingContext context) {
        var sent = context.queryParams().entries();
        if (sent.isEmpty()) {
            return;
        }
        var allowed = declared.computeIfAbsent(resource.getResourceMethod(), Declared::of);
        var violations = new TreeSet<String>();
        var seen = new HashSet<String>();
        for (var parameter : sent) {
            var name = parameter.getKey();
            var type = allowed.query().get(name);
            if (type == null) {
                violations.add(allowed.describeUnknown(name));
            } else if (!seen.add(name)) {
                violations.add("The query parameter '%s' is repeated. Give it once.".formatted(name));
            } else if (parameter.getValue().isEmpty()) {
                violations.add("The query parameter '%s' is empty. Give it a value, or omit it.".formatted(name));
            } else {
                var expected = expectation(type, parameter.getValue());
                if (!expected.isEmpty()) {
                    violations.add("The query parameter '%s' must be %s.".formatted(name, expected));
                }
            }
        }
        if (!violations.isEmpty()) {
            throw new ServiceException(ErrorCode.INVALID_REQUEST, String.join(" ", violations));
        }
    }

    /** Returns what a value must be, or an empty text if it is that. */
    private static String expectation(Class<?> type, String value) {
        if (type == boolean.class) {
            return value.equals("true") || value.equals("false") ? "" : "true or false";
        }
        if (type == FailOn.class) {
            return value.equals("warn") || value.equals("fail") ? "" : "warn or fail";
        }
        if (type == ItemLimit.class) {
            return value.matches("-?[0-9]{1,9}") ? "" : "a whole number";
        }
        return type != RequestTime.class || isTime(value) ? "" : "an RFC 3339 time such as 2026-11-22T03:00:00Z";
    }

    private static boolean isTime(String value) {
        try {
            RequestTime.valueOf(value);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * The parameters of a resource method.
     *
     * @param query the query parameters with their types
     * @param body the properties of its request body
     */
    private record Declared(Map<String, Class<?>> query, Set<String> body) {

        static Declared of(Method method) {
            return new Declared(
                    queryParameters(method)
                            .collect(Collectors.toMap(
                                    Parameter::getName, Parameter::getType, (first, second) -> first, TreeMap::new)),
                    Arrays.stream(method.getParameters())
                            .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
                            .flatMap(parameter ->
                                    Arrays.stream(parameter.getType().getRecordComponents()))
                            .map(RecordComponent::getName)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        private static Stream<Parameter> queryParameters(Executable method) {
            return Arrays.stream(method.getParameters())
                    .flatMap(parameter -> parameter.isAnnotationPresent(BeanParam.class)
                            ? queryParameters(parameter.getType().getConstructors()[0])
                            : Stream.of(parameter))
                    .filter(parameter -> parameter.isAnnotationPresent(RestQuery.class));
        }

        String describeUnknown(String name) {
            var quoted = Sentences.redacted("'%s'".formatted(name));
            if (body.contains(name)) {
                return "%s is not a query parameter of this request. Send it in the JSON body.".formatted(quoted);
            }
            if (query.isEmpty()) {
                return "The query parameter %s is unknown: this request takes none.%s"
                        .formatted(quoted, Sentences.didYouMean(name, body).replace("?", " in the JSON body?"));
            }
            return "The query parameter %s is unknown.%s Known parameters are %s."
                    .formatted(quoted, Sentences.didYouMean(name, query.keySet()), query.keySet());
        }
    }
}
