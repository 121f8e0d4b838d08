package org.apicdr.testsupport;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** One direction of a connection: what is read is written when it is due, and more is read in the meantime. */
final class DelayedFlow {

    private static final int CHUNK = 1 << 16;

    /** What may be under way; full chunks of it are 64 MB. */
    private static final int UNDER_WAY = 1024;

    private final Socket from;
    private final Socket to;
    private final long delay;
    private final long earliest;
    private final BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>(UNDER_WAY);

    /**
     * A direction.
     *
     * @param delay in ns, from reading to writing
     * @param earliest when the sender could send at all, by {@link System#nanoTime}
     */
    DelayedFlow(Socket from, Socket to, long delay, long earliest) {
        this.from = from;
        this.to = to;
        this.delay = delay;
        this.earliest = earliest;
    }

    Socket from() {
        return from;
    }

    Socket to() {
        return to;
    }

    /** Reads until the sender ends; a connection that breaks ends, too. */
    void read(Passing passing) {
        var buffer = new byte[CHUNK];
        try {
            for (int read = 0; read >= 0; read = from.getInputStream().read(buffer)) {
                if (read > 0) {
                    long now = Math.max(System.nanoTime(), earliest);
                    passing.at(now);
                    underWay.put(new Chunk(Arrays.copyOf(buffer, read), now + delay));
                }
            }
        } catch (IOException broken) {
            // the end goes the same way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        underWay.add(new Chunk(new byte[0], System.nanoTime() + delay));
    }

    void write(Passing passing, IntConsumer count) throws IOException {
        try {
            for (var chunk = underWay.take(); !chunk.isEnd(); chunk = underWay.take()) {
                sleepUntil(chunk.due);
                passing.at(System.nanoTime());
                to.getOutputStream().write(chunk.bytes);
                count.accept(chunk.bytes.length);
            }
            to.shutdownOutput();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /** Is told when something passes, by {@link System#nanoTime}. */
    interface Passing {
        void at(long now);
    }

    /** What was read at once; nothing in it is the end. */
    private static final class Chunk {

        private final byte[] bytes;
        private final long due;

        private Chunk(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }

        private boolean isEnd() {
            return bytes.length == 0;
        }
    }
}
