package org.apicdr.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("unit")
@Isolated
class DelayingProxyTest {

    private static final Duration ROUND_TRIP = Duration.ofMillis(60);

    private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final RoundTrips trips = new RoundTrips(ROUND_TRIP);
    private final DelayingProxy proxy = DelayingProxy.start(echo.getLocalPort(), ROUND_TRIP, trips);

    DelayingProxyTest() throws IOException {
        var server = new Thread(this::serve);
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void a_ping_takes_a_round_trip() throws IOException {
        try (var socket = connected()) {
            long start = System.nanoTime();
            ping(socket);
            long took = System.nanoTime() - start;

            assertThat(Duration.ofNanos(took)).isBetween(ROUND_TRIP, ROUND_TRIP.multipliedBy(2));
        }
    }

    @Test
    void opening_a_connection_takes_one_too() throws IOException {
        long start = System.nanoTime();
        try (var socket = open()) {
            ping(socket);

            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(ROUND_TRIP.multipliedBy(2).toNanos());
            assertThat(proxy.connections()).isOne();
        }
    }

    @Test
    void counts_a_wait_for_each_ping_that_follows_another() throws IOException {
        try (var socket = connected()) {
            for (int i = 0; i < 3; i++) {
                ping(socket);
            }

            assertThat(trips.waits()).hasSize(3);
        }
    }

    @Test
    void counts_one_wait_for_pings_that_are_under_way_together() throws IOException {
        try (var socket = connected();
                var another = connected()) {
            trips.reset();
            for (int i = 0; i < 10; i++) {
                socket.getOutputStream().write(i);
                another.getOutputStream().write(i);
            }
            socket.getInputStream().readNBytes(10);
            another.getInputStream().readNBytes(10);

            assertThat(trips.waits()).hasSize(1);
        }
    }

    @Test
    void delays_a_stream_once() throws IOException {
        int size = 10_000_000;
        try (var socket = connected()) {
            long before = proxy.bytes();
            long start = System.nanoTime();
            var sent = CompletableFuture.runAsync(() -> send(socket, size));
            var got = socket.getInputStream().readNBytes(size);
            var took = Duration.ofNanos(System.nanoTime() - start);

            sent.join();
            assertThat(got).hasSize(size);
            assertThat(took).isLessThan(Duration.ofSeconds(2)); // a delay of each chunk would take 4.6 s
            assertThat(proxy.bytes() - before).isCloseTo(2L * size, within(2L * size / 100));
        }
    }

    @Test
    void an_end_arrives_at_the_other_side() throws IOException {
        try (var socket = connected()) {
            socket.shutdownOutput();

            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    private Socket open() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Its waits are not counted. */
    private Socket connected() throws IOException {
        var socket = open();
        ping(socket);
        trips.reset();
        return socket;
    }

    private static void ping(Socket socket) throws IOException {
        socket.getOutputStream().write(1);
        assertThat(socket.getInputStream().read()).isOne();
    }

    private static void send(Socket socket, int size) {
        try {
            socket.getOutputStream().write(new byte[size]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void serve() {
        try {
            while (true) {
                var socket = echo.accept();
                socket.setTcpNoDelay(true);
                var serving = new Thread(() -> echo(socket));
                serving.setDaemon(true);
                serving.start();
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException closed) {
            // the test is over
        }
    }
}
