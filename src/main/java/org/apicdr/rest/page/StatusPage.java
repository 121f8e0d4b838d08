package org.apicdr.rest.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apicdr.crypto.Digests;
import org.apicdr.rest.problem.Problem;
import org.apicdr.rest.problem.ProblemWriter;
import org.apicdr.security.AccessSettings;

/**
 * Serves the status page. Its files are the same for everyone and hold no data, so they need no token; the page gets its data
 * from the API, with the token of the operator. Quarkus could serve them too, but would let browsers keep them for a day,
 * identified by a time that is the same in every build.
 */
@ApplicationScoped
class StatusPage {

    /** Nothing from elsewhere, no inline script or style, and in a script no way to make elements of text. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-cache");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final int NOT_MODIFIED = 304;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final ProblemWriter problemWriter;

    StatusPage(ProblemWriter problemWriter) {
        this.problemWriter = problemWriter;
    }

    void register(@Observes Router router) {
        files().forEach((path, file) -> router.route(path).handler(context -> serve(context, file)));
    }

    /** Answers every method, so that no request for an open path reaches a resource. */
    private void serve(RoutingContext context, PageFile file) {
        var method = context.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            var detail = "%s is not supported here. Use GET or HEAD.".formatted(method);
            problemWriter.send(
                    context,
                    Problem.ofHttp(METHOD_NOT_ALLOWED, "Method Not Allowed", detail, context.normalizedPath()));
            return;
        }
        HEADERS.forEach(context.response()::putHeader);
        context.etag(file.eTag());
        if (context.isFresh()) {
            context.response().setStatusCode(NOT_MODIFIED).end();
        } else {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                    .putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            String.valueOf(file.content().length()))
                    .end(method.equals(HttpMethod.HEAD) ? Buffer.buffer() : file.content());
        }
    }

    /** Returns the files by their paths. */
    static Map<String, PageFile> files() {
        var files = new LinkedHashMap<String, PageFile>();
        for (var path : AccessSettings.STATUS_PAGE) {
            files.put(path, PageFile.read(path.equals("/") ? "/page/index.html" : path));
        }
        return files;
    }

    /** A file of the page. */
    record PageFile(String type, String eTag, Buffer content) {

        static PageFile read(String resource) {
            try (var in = StatusPage.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("The package is incomplete: " + resource + " is missing.");
                }
                var bytes = in.readAllBytes();
                var type = TYPES.getOrDefault(resource.substring(resource.lastIndexOf('.') + 1), "text/plain");
                return new PageFile(type, "\"" + Digests.sha256Hex(bytes) + "\"", Buffer.buffer(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(resource, e);
            }
        }
    }
}
