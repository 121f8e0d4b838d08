package org.apicdr.core;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Makes {@link ParallelExecutor} for plain tests. */
public final class ParallelExecutorFixture {

    private ParallelExecutorFixture() {}

    /** On as many threads as there are tasks. */
    public static ParallelExecutor parallel() {
        return new ParallelExecutor(threads());
    }

    /** The same, and counts how often tasks are waited for together. */
    public static Counting counting() {
        return new Counting(threads());
    }

    private static ExecutorService threads() {
        return Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
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
