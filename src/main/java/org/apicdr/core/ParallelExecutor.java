package org.apicdr.core;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs independent tasks in parallel. */
@ApplicationScoped
public class ParallelExecutor {

    private final ExecutorService executor;

    ParallelExecutor(ExecutorService executor) {
        this.executor = executor;
    }

    /** Starts a task with the id of the current request. {@link #await} returns its result. */
    public <T> CompletableFuture<T> start(Supplier<T> task) {
        return CompletableFuture.supplyAsync(LogContext.carried(task), executor);
    }

    /** Runs all tasks in parallel and returns their results in the same order. Rethrows the first failure unchanged. */
    public <T> List<T> all(List<Supplier<T>> tasks, Deadline deadline) {
        var started = tasks.stream().map(this::start).toList();
        return started.stream().map(task -> await(task, deadline)).toList();
    }

    /** Waits for a task until the deadline. Rethrows its failure unchanged. */
    public <T> T await(CompletableFuture<T> task, Deadline deadline) {
        try {
            return task.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new ServiceException(
                    ErrorCode.DEADLINE_PASSED, "The request took longer than apic-dr.request-timeout.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(ErrorCode.DEADLINE_PASSED, "The service is shutting down.", e);
        }
    }
}
