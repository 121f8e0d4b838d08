package org.apicdr.security;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apicdr.core.ParallelExecutor;

/** Answers that are remembered. Who asks while the same is being asked gets the same answer; a failure is forgotten. */
final class Answers<K, V> {

    private final Cache<K, V> known;
    private final ParallelExecutor parallelExecutor;
    private final Map<K, CompletableFuture<V>> asked = new ConcurrentHashMap<>();

    Answers(Cache<K, V> known, ParallelExecutor parallelExecutor) {
        this.known = known;
        this.parallelExecutor = parallelExecutor;
    }

    CompletableFuture<V> get(K question, Supplier<V> asking) {
        var answer = known.getIfPresent(question);
        return answer == null ? ask(question, asking) : CompletableFuture.completedFuture(answer);
    }

    /** A copy, as others may wait for the same while one gives up. */
    private CompletableFuture<V> ask(K question, Supplier<V> asking) {
        return asked.computeIfAbsent(question, unknown -> parallelExecutor.start(() -> remember(question, asking)))
                .copy();
    }

    private V remember(K question, Supplier<V> asking) {
        try {
            var answer = asking.get();
            known.put(question, answer);
            return answer;
        } finally {
            asked.remove(question);
        }
    }
}
