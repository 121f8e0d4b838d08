package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Stands before an API server and damages every secret that it hands out. */
final class GarblingProxy implements AutoCloseable {

    /** Of letters alone, so that a parser takes the whole of it for one word. */
    static final String SECRET = "NobodyShouldEverReadThisInALogOrAnAnswer";

    /** What it does to a secret; all but the first keep a capture from happening. */
    enum Damage {
        NONE,
        CUT,
        UNQUOTED,
        ERROR_THAT_QUOTES;

        private String done(String json) {
            return switch (this) {
                case NONE -> json;
                case CUT -> json.substring(0, json.indexOf("\"data\"") + 60);
                case UNQUOTED -> "{\"kind\":\"Secret\",\"data\":{\"password\":" + SECRET + "}}";
                case ERROR_THAT_QUOTES ->
                    "{\"kind\":\"Status\",\"code\":500,\"message\":\"cannot handle %s\"}"
                            .formatted(json.strip().replace("\"", "'").replace("\\", ""));
            };
        }
    }

    private final HttpServer server;
    private final KubernetesClient client;
    private volatile Damage damage = Damage.NONE;

    private GarblingProxy(HttpServer server, KubernetesClient client) {
        this.server = server;
        this.client = client;
    }

    static GarblingProxy start(KubernetesClient client) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var proxy = new GarblingProxy(server, client);
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", proxy::answer);
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void does(Damage next) {
        damage = next;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().toString();
            var json = client.raw(path);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (json == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var doing = path.contains("/secrets/") ? damage : Damage.NONE;
            var body = doing.done(json).getBytes(UTF_8);
            exchange.sendResponseHeaders(doing == Damage.ERROR_THAT_QUOTES ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
