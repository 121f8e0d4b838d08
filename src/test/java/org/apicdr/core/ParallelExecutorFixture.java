package org.apicdr.core;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Makes {@link ParallelExecutor} for plain tests. */
public final class ParallelExecutorFixture {

    /** As many as there are tasks, for all tests: idle ones live for a minute, and thousands of them slow the JVM down. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    private ParallelExecutorFixture() {}

    /** On as many threads as there are tasks. */
    public static ParallelExecutor parallel() {
        return new ParallelExecutor(THREADS);
    }

    /** The same, and counts how often tasks are waited for together. */
    public static Counting counting() {
        return new Counting(THREADS);
    }

    public static final class Counting extends ParallelExecutor {

        private final AtomicInteger batches = new AtomicInteger();

        private Counting(ExecutorService executor) {
            super(executor);
        }

        @Override
        public <T> List<T> all(List<Supplier<T>> tasks, Deadline deadline) {
            batches.incrementAndGet();
            return super.all(tasks, deadline);
        }

        /** Returns the number of batches so far, and begins to count again. */
        public int batches() {
            return batches.getAndSet(0);
        }
    }
}
