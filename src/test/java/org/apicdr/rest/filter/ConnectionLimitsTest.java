package org.apicdr.rest.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apicdr.rest.filter.ConnectionLimits.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An HTTP server of Vert.x with limits that are short enough for a test. */
@Tag("unit")
class ConnectionLimitsTest {

    private static final int LARGE = 2 << 20;

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final AtomicInteger requests = new AtomicInteger();
    private final List<Socket> peers = new ArrayList<>();
    private Vertx vertx = Vertx.vertx();
    private int port;

    @AfterEach
    void close() throws IOException {
        for (var peer : peers) {
            peer.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void close_a_connection_that_sends_nothing() throws IOException {
        serve(new Limits(99, 9, 9, 5, 5_000, 5_000, SHORT));

        assertThat(connect().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void close_a_connection_whose_headers_do_not_end_however_many_arrive() throws IOException {
        serve(new Limits(99, 9, 9, 25, 5_000, 5_000, SHORT));
        var peer = connect();

        await().pollInterval(SHORT).until(() -> {
            try {
                say(peer, "G");
                return false;
            } catch (IOException e) {
                return true;
            }
        });
        assertThat(requests).hasValue(0);
    }

    @Test
    void close_a_connection_whose_next_headers_do_not_end() throws IOException {
        serve(new Limits(99, 9, 9, 5, 5_000, 5_000, SHORT));
        var peer = connect();
        say(peer, get("/"));
        read(peer);

        say(peer, "GET / HT");

        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void close_a_connection_that_is_not_used_again() throws IOException {
        serve(new Limits(99, 9, 9, 5_000, 5, 5_000, SHORT));
        var peer = connect();
        say(peer, get("/"));
        read(peer);

        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void keep_a_connection_with_a_request_that_takes_longer_than_any_of_them() throws IOException {
        serve(new Limits(99, 1, 1, 5, 5, 5, SHORT));
        var peer = connect();
        say(peer, get("/slow"));

        assertThat(read(peer)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void close_the_connection_that_waited_longest_if_there_are_too_many() throws IOException {
        serve(new Limits(99, 3, 9, 1, 1, 1, LONG));
        var first = connect();
        var second = connect();
        var third = connect();
        for (var peer : List.of(first, second, third, first)) {
            say(peer, get("/"));
            read(peer);
        }

        var last = connect();
        say(last, get("/"));

        assertThat(read(last)).startsWith("HTTP/1.1 200 OK");
        assertThat(second.getInputStream().read()).isEqualTo(-1);
        say(first, get("/"));
        assertThat(read(first)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void accept_no_more_connections_while_too_many_are_open() throws IOException {
        serve(new Limits(2, 9, 9, 1, 1, 1, LONG));
        var first = connect();
        var second = connect();
        for (var peer : List.of(first, second)) {
            say(peer, get("/"));
            read(peer);
        }
        var third = connect(); // by the kernel
        say(third, get("/"));
        third.setSoTimeout(100);
        assertThatThrownBy(() -> read(third)).isInstanceOf(SocketTimeoutException.class);

        first.close();

        third.setSoTimeout(10_000);
        assertThat(read(third)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void close_no_connection_with_a_request_in_progress_if_there_are_too_many() throws IOException {
        serve(new Limits(99, 1, 1, 1, 1, 1, LONG));
        var slow = connect();
        say(slow, get("/slow"));
        await().until(() -> requests.get() == 1);
        connect();
        connect();

        assertThat(read(slow)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void close_the_connection_whose_response_is_unread_for_longest_if_there_are_too_many() throws IOException {
        serve(new Limits(99, 9, 1, 1, 1, 1, LONG));
        var first = connect();
        say(first, get("/large"));
        await().until(() -> requests.get() == 1);
        var second = connect();
        say(second, get("/large"));

        assertThat(count(second, 0)).isGreaterThan(LARGE);
        assertThat(count(first, 0)).isLessThan(LARGE);
    }

    @Test
    void close_a_connection_on_which_requests_come_before_the_answer() throws IOException {
        serve(new Limits(99, 9, 9, 1, 1, 1, LONG));
        var peer = connect();

        say(peer, get("/slow").repeat(1_000));

        assertThat(count(peer, 0)).isZero();
        assertThat(requests).hasValue(1);
    }

    @Test
    void close_a_connection_on_which_requests_come_while_answers_are_unread() throws IOException {
        serve(new Limits(99, 9, 9, 1, 1, 1, LONG));
        var peer = connect();

        say(peer, get("/large").repeat(1_000));

        assertThat(count(peer, 0)).isLessThan(2 * LARGE);
        assertThat(requests).hasValueLessThan(3);
    }

    @Test
    void close_a_connection_whose_peer_reads_nothing() throws IOException {
        serve(new Limits(99, 9, 9, 5_000, 5_000, 5, SHORT));
        var peer = connect();
        say(peer, get("/large"));
        await().until(() -> requests.get() == 1);
        vertx.timer(1, TimeUnit.SECONDS)
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(count(peer, 0)).isLessThan(LARGE);
    }

    @Test
    void keep_a_connection_whose_peer_reads_slowly() throws IOException {
        serve(new Limits(99, 9, 9, 10, 10, 100, SHORT));
        var peer = connect(128 << 10);
        say(peer, get("/large"));

        assertThat(count(peer, 100)).isGreaterThan(LARGE);
    }

    private void serve(Limits limits) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        vertx = new VertxBuilder()
                .serviceProviders(new ArrayList<>(List.of(new ConnectionLimits(limits))))
                .init()
                .vertx();
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSendBufferSize(ConnectionLimits.SEND_BUFFER))
                .requestHandler(this::answer);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void answer(HttpServerRequest request) {
        ConnectionLimits.begin(request);
        requests.incrementAndGet();
        switch (String.valueOf(request.path())) {
            case "/large" -> request.response().end(Buffer.buffer(new byte[LARGE]));
            case "/slow" -> vertx.setTimer(500, over -> request.response().end("done"));
            default -> request.response().end("done");
        }
    }

    private Socket connect() throws IOException {
        return connect(16 << 10);
    }

    private Socket connect(int receiveBuffer) throws IOException {
        var peer = new Socket();
        peer.setReceiveBufferSize(receiveBuffer);
        peer.setSoTimeout(30_000);
        peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        peers.add(peer);
        return peer;
    }

    private static String get(String path) {
        return "GET %s HTTP/1.1\r\nHost: here\r\n\r\n".formatted(path);
    }

    private static void say(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A small answer. */
    private static String read(Socket peer) throws IOException {
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("done")) {
            int next = peer.getInputStream().read();
            if (next < 0) {
                break;
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    /** How many bytes arrive until there are more than of a large answer, or the connection is closed. */
    private static long count(Socket peer, long millisBetween) throws IOException {
        var buffer = new byte[64 << 10];
        long all = 0;
        try {
            while (all <= LARGE) {
                int count = peer.getInputStream().read(buffer);
                if (count < 0) {
                    return all;
                }
                all += count;
                TimeUnit.MILLISECONDS.sleep(millisBetween);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SocketException e) {
            return all; // reset
        }
        return all;
    }
}
