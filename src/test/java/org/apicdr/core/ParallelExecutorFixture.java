package org.apicdr.core;

import java.util.concurrent.Executors;

/** Makes {@link ParallelExecutor} for plain tests. */
public final class ParallelExecutorFixture {

    private ParallelExecutorFixture() {}

    /** On as many threads as there are tasks. */
    public static ParallelExecutor parallel() {
        return new ParallelExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
    }
}
