package org.apicdr.sftp;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.schmizz.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/** The requests of a session that its server has not answered yet. Keeps no answer in memory. */
final class PendingRequests {

    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

    void add(Promise<?, ?> promise) {
        drop();
        sent.add(new Sent(System.nanoTime(), new WeakReference<>(promise)));
    }

    /** How long the oldest of them has been waiting; zero where all are answered. */
    Duration oldest() {
        var first = drop();
        return first == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - first.at());
    }

    private @Nullable Sent drop() {
        var first = sent.peek();
        while (first != null && first.answered()) {
            sent.remove(first);
            first = sent.peek();
        }
        return first;
    }

    private record Sent(long at, WeakReference<Promise<?, ?>> promise) {

        /** sshj lets go of a promise once it is kept. */
        boolean answered() {
            var waiting = promise.get();
            return waiting == null || waiting.isFulfilled();
        }
    }
}
