package org.apicdr.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Requests without a token over many connections at a time. A connection that the service closes is opened again. */
final class Flood implements AutoCloseable {

    /** Source addresses, so that there are enough ports. */
    private static final int SOURCES = 8;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final InetSocketAddress service;
    private final Kind kind;
    private final int openedPerSecond;
    private final Selector selector;
    private final List<Peer> closedPeers = new ArrayList<>();
    private final ByteBuffer ignored = ByteBuffer.allocateDirect(64 << 10);
    private final CompletableFuture<Void> end;
    private final AtomicLong opened = new AtomicLong();
    private volatile boolean closed;

    private Flood(URI address, Kind kind, int connections, int openedPerSecond) throws IOException {
        this.service = new InetSocketAddress(address.getHost(), address.getPort());
        this.kind = kind;
        this.openedPerSecond = openedPerSecond;
        this.selector = Selector.open();
        for (int i = 0; i < connections; i++) {
            closedPeers.add(new Peer(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + i % SOURCES)})));
        }
        this.end = CompletableFuture.runAsync(this::run, task -> new Thread(task, "flood").start());
    }

    /**
     * Starts one.
     *
     * @param openedPerSecond how many connections it opens at most: more than the service limits, the network has to
     */
    static Flood start(URI address, Kind kind, int connections, int openedPerSecond) {
        try {
            return new Flood(address, kind, connections, openedPerSecond);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many connections were opened so far. */
    long opened() {
        return opened.get();
    }

    /** Closes all connections. Fails if the flood has ended before. */
    @Override
    public void close() {
        closed = true;
        end.join();
    }

    private void run() {
        try (selector) {
            long start = System.nanoTime();
            long seconds = 0;
            while (!closed) {
                long allowed = (System.nanoTime() - start) * openedPerSecond / SECOND_NANOS;
                while (!closedPeers.isEmpty() && opened.get() < allowed) {
                    closedPeers.remove(closedPeers.size() - 1).open();
                }
                selector.select(10);
                for (var key : selector.selectedKeys()) {
                    ((Peer) key.attachment()).proceed(key);
                }
                selector.selectedKeys().clear();
                if ((System.nanoTime() - start) / SECOND_NANOS > seconds) {
                    seconds++;
                    selector.keys().forEach(key -> ((Peer) key.attachment()).continueIdle(key));
                }
            }
            for (var key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a connection sends.
     *
     * @param first what it sends at first
     * @param eachSecond what it sends later each second, without which it would not notice that it was closed
     */
    record Kind(Habit habit, Supplier<byte[]> first, String eachSecond) {

        /** Sends the begin of a request, and never its end. */
        static Kind unfinished(String begin) {
            var bytes = bytes(begin);
            return new Kind(Habit.ONCE, () -> bytes, "x");
        }

        /** Sends a request again and again, and reads no answer. */
        static Kind unread(String request) {
            var bytes = bytes(request.repeat(1_000));
            return new Kind(Habit.AGAIN, () -> bytes, "");
        }

        /** Sends the next request after each answer. */
        static Kind answered(Supplier<String> request) {
            return new Kind(Habit.AFTER_EACH_ANSWER, () -> bytes(request.get()), "");
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private enum Habit {
        ONCE,
        AGAIN,
        AFTER_EACH_ANSWER
    }

    /** A connection, and those that replace it. */
    private final class Peer {

        private final InetAddress source;
        private ByteBuffer unsent = ByteBuffer.allocate(0);

        Peer(InetAddress source) {
            this.source = source;
        }

        void open() throws IOException {
            opened.incrementAndGet();
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 10);
            channel.bind(new InetSocketAddress(source, 0));
            unsent = ByteBuffer.wrap(kind.first.get());
            var key = channel.register(selector, SelectionKey.OP_CONNECT, this);
            try {
                channel.connect(service);
            } catch (IOException e) {
                reopen(key);
            }
        }

        void proceed(SelectionKey key) throws IOException {
            var channel = (SocketChannel) key.channel();
            try {
                if (key.isConnectable()) {
                    channel.finishConnect();
                    key.interestOps(SelectionKey.OP_WRITE);
                }
                if (key.isReadable()) {
                    read(channel, key);
                }
                if (key.isWritable()) {
                    write(channel, key);
                }
            } catch (IOException e) {
                reopen(key);
            }
        }

        private void read(SocketChannel channel, SelectionKey key) throws IOException {
            if (channel.read(ignored.clear()) < 0) {
                throw new IOException("closed");
            }
            if (!unsent.hasRemaining()) {
                unsent = ByteBuffer.wrap(kind.first.get());
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        }

        private void write(SocketChannel channel, SelectionKey key) throws IOException {
            channel.write(unsent);
            if (!unsent.hasRemaining()) {
                switch (kind.habit) {
                    case ONCE -> key.interestOps(0);
                    case AGAIN -> unsent.rewind();
                    case AFTER_EACH_ANSWER -> key.interestOps(SelectionKey.OP_READ);
                }
            }
        }

        /** Sends more on a connection that has sent all. */
        void continueIdle(SelectionKey key) {
            if (key.isValid() && key.interestOps() == 0) {
                unsent = ByteBuffer.wrap(Kind.bytes(kind.eachSecond));
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }

        private void reopen(SelectionKey key) throws IOException {
            key.channel().close();
            closedPeers.add(this);
        }
    }
}
