package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** Creates the backups of a run concurrently, because backups from different moments do not work together. */
@ApplicationScoped
class BackupCreator {

    private final BackupClient client;
    private final ParallelExecutor parallelExecutor;

    BackupCreator(BackupClient client, ParallelExecutor parallelExecutor) {
        this.client = client;
        this.parallelExecutor = parallelExecutor;
    }

    /** Checks whether the API server would accept all of them. */
    void dryRun(List<BackupResourceSpec> backups, Deadline deadline) {
        List<Supplier<Boolean>> dryRuns = backups.stream()
                .<Supplier<Boolean>>map(backup -> () -> {
                    client.dryRun(backup);
                    return true;
                })
                .toList();
        parallelExecutor.all(dryRuns, deadline);
    }

    /**
     * Creates the backups. If one fails, the others stay, because their operators may already be processing them.
     *
     * @param runPath the path of the run in the API
     * @throws ServiceException which names the backups that were created and those that were not
     */
    List<BackupOrRestoreResource> make(List<BackupResourceSpec> backups, String runPath, Deadline deadline) {
        var started = backups.stream()
                .map(backup -> new Started(backup, parallelExecutor.start(() -> client.make(backup))))
                .toList();
        var outcomes = started.stream().map(start -> await(start, deadline)).toList();
        var failure = outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.failure()))
                .findFirst();
        if (failure.isPresent()) {
            throw incomplete(outcomes, runPath, failure.get());
        }
        return outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.made()))
                .toList();
    }

    private Outcome await(Started start, Deadline deadline) {
        try {
            var resource = parallelExecutor.await(start.making(), deadline);
            return new Outcome(
                    start.backup(), new BackupOrRestoreResource(start.backup().kind(), resource), null);
        } catch (ServiceException e) {
            return new Outcome(start.backup(), null, e);
        }
    }

    private static ServiceException incomplete(List<Outcome> outcomes, String runPath, ServiceException failure) {
        var made = outcomes.stream()
                .filter(outcome -> outcome.made() != null)
                .map(outcome -> outcome.backup().toString())
                .collect(Collectors.joining(", "));
        var failed = outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.failure())
                        .map(cause -> "%s (%s)"
                                .formatted(outcome.backup(), Sentences.clause(String.valueOf(cause.getMessage())))))
                .collect(Collectors.joining(", "));
        var message =
                "%sNot created, as far as is known: %s. Nothing was deleted. GET %s shows the current state of the run."
                        .formatted(made.isEmpty() ? "" : "Created: %s. ".formatted(made), failed, runPath);
        return new ServiceException(failure.code(), message, failure);
    }

    private record Started(BackupResourceSpec backup, CompletableFuture<ObjectNode> making) {}

    /** The outcome of one backup: either it was created or it failed. */
    private record Outcome(
            BackupResourceSpec backup,
            @Nullable BackupOrRestoreResource made,
            @Nullable ServiceException failure) {}
}
