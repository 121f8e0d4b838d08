package org.apicdr.testsupport;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before a server on loopback and makes it far away: what is sent arrives half a round trip later, in either
 * direction, and opening a connection costs its round trip, too. Throughput stays what it is: what is sent together arrives
 * together. TLS and SSH pass through untouched.
 */
public final class DelayingProxy implements AutoCloseable {

    private final int target;
    private final long half;
    private final List<RoundTrips> trips;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(DelayingProxy::daemon);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private DelayingProxy(int target, Duration roundTrip, List<RoundTrips> trips) throws IOException {
        this.target = target;
        this.half = roundTrip.toNanos() / 2;
        this.trips = List.copyOf(trips);
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    /**
     * Starts one.
     *
     * @param target the server's port
     * @param roundTrip how long a request and its answer are under way together
     * @param trips who counts them; several proxies may share a count
     */
    public static DelayingProxy start(int target, Duration roundTrip, RoundTrips... trips) {
        try {
            var proxy = new DelayingProxy(target, roundTrip, List.of(trips));
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Opened so far. */
    public long connections() {
        return connections.get();
    }

    /** Passed on so far, in both directions. */
    public long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(DelayingProxy::closeQuietly);
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                var client = listener.accept();
                open.add(client);
                connections.incrementAndGet();
                long now = System.nanoTime();
                trips.forEach(trip -> trip.asked(now));
                threads.execute(() -> connect(client, now));
            }
        } catch (IOException closed) {
            close();
        }
    }

    /** The server accepts one and a half round trips after the client began; the client may send after one. */
    private void connect(Socket client, long begun) {
        var server = new Socket();
        open.add(server);
        var there = new DelayedFlow(client, server, half, begun + 2 * half);
        var back = new DelayedFlow(server, client, half, begun);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> there.read(now -> trips.forEach(trip -> trip.asked(now))));
            DelayedFlow.sleepUntil(begun + 3 * half);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            threads.execute(() -> back.read(now -> {}));
            threads.execute(() -> forward(back, now -> trips.forEach(trip -> trip.answered(now))));
            forward(there, now -> {});
        } catch (IOException refused) {
            end(client);
            end(server);
        }
    }

    private void forward(DelayedFlow flow, DelayedFlow.Passing passing) {
        try {
            flow.write(passing, bytes::addAndGet);
        } catch (IOException broken) {
            end(flow.from());
            end(flow.to());
        }
        if (flow.from().isClosed() || flow.from().isOutputShutdown()) {
            end(flow.from());
            end(flow.to());
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        closeQuietly(socket);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "delaying-proxy");
        thread.setDaemon(true);
        return thread;
    }
}
