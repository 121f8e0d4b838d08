package org.apicdr.rest.page;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves the files of the status page as the service does, also below a prefix, and canned answers in place of its API. */
final class CannedApi implements AutoCloseable {

    /** The prefix of a proxy. */
    static final String PREFIX = "/dr";

    private static final String API = "/api/v1";

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final InetSocketAddress address;
    private HttpServer server;
    private @Nullable String token;

    private CannedApi(HttpServer server) {
        this.server = server;
        this.address = server.getAddress();
        serve();
    }

    static CannedApi start() throws IOException {
        return new CannedApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    URI address() {
        return URI.create("http://127.0.0.1:%d/".formatted(address.getPort()));
    }

    /** Answers a call from now on. The query is ignored. */
    void answer(String method, String resource, Answer answer) {
        answers.put(method + " " + API + resource, answer);
    }

    void answer(String resource, String json) {
        answer("GET", resource, new Answer(200, "application/json", Buffer.buffer(json)));
    }

    /** What a call is answered. */
    JsonNode body(String method, String resource) throws IOException {
        return new ObjectMapper()
                .readTree(requireNonNull(answers.get(method + " " + API + resource))
                        .body()
                        .getBytes());
    }

    /** Asks for a token, or for none. */
    void expect(@Nullable String value) {
        this.token = value;
    }

    /** The calls of the API so far, with their queries and bodies. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Waits for the calls of a page that was left, which may be late, and forgets them. */
    void forgetLateCalls() {
        await().until(() -> {
            requests.clear();
            TimeUnit.MILLISECONDS.sleep(200);
            return requests.isEmpty();
        });
    }

    void reset() {
        answers.clear();
        requests.clear();
        token = null;
    }

    void stop() {
        server.stop(0);
    }

    void resume() throws IOException {
        server = HttpServer.create(address, 0);
        serve();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve() {
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "canned-api");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var asked = exchange.getRequestURI().getPath();
            var path = asked.startsWith(PREFIX + "/") ? asked.substring(PREFIX.length()) : asked;
            var file = StatusPage.files().get(path);
            if (file != null) {
                StatusPage.HEADERS.forEach(exchange.getResponseHeaders()::set);
                send(exchange, new Answer(200, file.type(), file.content()));
            } else if (path.startsWith(API)) {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                requests.add("%s %s %s"
                        .formatted(exchange.getRequestMethod(), exchange.getRequestURI(), body)
                        .strip());
                send(exchange, answerTo(exchange.getRequestMethod() + " " + path, exchange));
            } else {
                send(exchange, Answer.problem(404, "not-found", "Not found", "There is no such path."));
            }
        }
    }

    private Answer answerTo(String call, HttpExchange exchange) {
        var sent = exchange.getRequestHeaders().getFirst("Authorization");
        if (token != null && !Objects.equals(sent, "Bearer " + token)) {
            return Answer.problem(
                    401,
                    "unauthorized",
                    "Authentication is required",
                    sent == null ? "The request has no token." : "The API server rejected the token: it is expired.");
        }
        return answers.getOrDefault(call, Answer.problem(404, "not-found", "Not found", "There is no such path."));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(
                answer.status(),
                answer.body().length() == 0 ? -1 : answer.body().length());
        if (answer.body().length() > 0) {
            requireNonNull(exchange.getResponseBody()).write(answer.body().getBytes());
        }
    }

    /** An answer of the API. */
    record Answer(int status, String type, Buffer body) {

        static Answer problem(int status, String slug, String title, String detail) {
            var json = """
                    {"type": "urn:apic-dr:problem:%s", "title": "%s", "status": %d, "detail": "%s",
                     "instance": "/", "requestId": "5f1c0f6e-3d0b-4a57-8f8e-0a6a4f1f7f0e"}
                    """.formatted(slug, title, status, detail);
            return new Answer(status, "application/problem+json", Buffer.buffer(json));
        }
    }
}
