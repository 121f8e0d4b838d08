package org.apicdr.request;

import java.util.concurrent.Executors;

/** Makes {@link Parallel} for plain tests. */
public final class ParallelFixture {

    private ParallelFixture() {}

    /** On as many threads as there are tasks. */
    public static Parallel parallel() {
        return new Parallel(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
    }
}
