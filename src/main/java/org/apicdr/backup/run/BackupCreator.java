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
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** Makes the backups of a run side by side: what is taken at different moments does not work together. */
@ApplicationScoped
class BackupCreator {

    private final BackupClient maker;
    private final ParallelExecutor parallelExecutor;

    BackupCreator(BackupClient maker, ParallelExecutor parallelExecutor) {
        this.maker = maker;
        this.parallelExecutor = parallelExecutor;
    }

    /** Makes sure that the API server would take all of them. */
    void dryRun(List<BackupResourceSpec> backups, Deadline deadline) {
        List<Supplier<Boolean>> rehearsals = backups.stream()
                .<Supplier<Boolean>>map(backup -> () -> {
                    maker.dryRun(backup);
                    return true;
                })
                .toList();
        parallelExecutor.all(rehearsals, deadline);
    }

    /**
     * Makes them. What was made stays where another could not be: its operator may be at work on it.
     *
     * @param where the run can be asked for then
     * @throws ServiceException which names those that were made, and those that were not
     */
    List<BackupOrRestoreResource> make(List<BackupResourceSpec> backups, String where, Deadline deadline) {
        var started = backups.stream()
                .map(backup -> new Started(backup, parallelExecutor.start(() -> maker.make(backup))))
                .toList();
        var outcomes = started.stream().map(start -> await(start, deadline)).toList();
        var failure = outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.failure()))
                .findFirst();
        if (failure.isPresent()) {
            throw incomplete(outcomes, where, failure.get());
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

    private static ServiceException incomplete(List<Outcome> outcomes, String where, ServiceException failure) {
        var made = outcomes.stream()
                .filter(outcome -> outcome.made() != null)
                .map(outcome -> outcome.backup().toString())
                .collect(Collectors.joining(", "));
        var failed = outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.failure())
                        .map(why -> "%s (%s)".formatted(outcome.backup(), why.getMessage())))
                .collect(Collectors.joining(", "));
        var message =
                "%snot made, as far as is known: %s; nothing was deleted, and GET %s shows what there is of the run"
                        .formatted(made.isEmpty() ? "" : "made: %s; ".formatted(made), failed, where);
        return new ServiceException(failure.reason(), message, failure);
    }

    private record Started(BackupResourceSpec backup, CompletableFuture<ObjectNode> making) {}

    /** What became of one: either it was made, or it failed. */
    private record Outcome(
            BackupResourceSpec backup,
            @Nullable BackupOrRestoreResource made,
            @Nullable ServiceException failure) {}
}
