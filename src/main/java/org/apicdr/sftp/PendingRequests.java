package org.apicdr.sftp;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.schmizz.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/** The unanswered requests of a session. Does not keep replies in memory. */
final class PendingRequests {

    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

    void add(Promise<?, ?> promise) {
        dropAnswered();
        sent.add(new Sent(System.nanoTime(), new WeakReference<>(promise)));
    }

    /** Returns how long the oldest request has been waiting; zero if all are answered. */
    Duration oldest() {
        var first = dropAnswered();
        return first == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - first.at());
    }

    private @Nullable Sent dropAnswered() {
        var first = sent.peek();
        while (first != null && first.answered()) {
            sent.remove(first);
            first = sent.peek();
        }
        return first;
    }

    private record Sent(long at, WeakReference<Promise<?, ?>> promise) {

        /** Returns whether the request was answered. sshj drops a promise once it is fulfilled. */
        boolean answered() {
            var waiting = promise.get();
            return waiting == null || waiting.isFulfilled();
        }
    }
}
