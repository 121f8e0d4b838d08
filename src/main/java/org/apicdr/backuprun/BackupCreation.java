package org.apicdr.backuprun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.jspecify.annotations.Nullable;

/** Makes the backups of a run side by side: what is taken at different moments does not work together. */
@ApplicationScoped
class BackupCreation {

    private final BackupMaker maker;
    private final Parallel parallel;

    BackupCreation(BackupMaker maker, Parallel parallel) {
        this.maker = maker;
        this.parallel = parallel;
    }

    /** Makes sure that the API server would take all of them. */
    void rehearse(List<PlannedBackup> backups, Deadline deadline) {
        List<Supplier<Boolean>> rehearsals = backups.stream()
                .<Supplier<Boolean>>map(backup -> () -> {
                    maker.rehearse(backup);
                    return true;
                })
                .toList();
        parallel.all(rehearsals, deadline);
    }

    /**
     * Makes them. What was made stays where another could not be: its operator may be at work on it.
     *
     * @param where the run can be asked for then
     * @throws RecoveryException which names those that were made, and those that were not
     */
    List<Undertaking> make(List<PlannedBackup> backups, String where, Deadline deadline) {
        var started = backups.stream()
                .map(backup -> new Started(backup, parallel.start(() -> maker.make(backup))))
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
            var resource = parallel.await(start.making(), deadline);
            return new Outcome(start.backup(), new Undertaking(start.backup().kind(), resource), null);
        } catch (RecoveryException e) {
            return new Outcome(start.backup(), null, e);
        }
    }

    private static RecoveryException incomplete(List<Outcome> outcomes, String where, RecoveryException failure) {
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
        return new RecoveryException(failure.reason(), message, failure);
    }

    private record Started(PlannedBackup backup, CompletableFuture<ObjectNode> making) {}

    /** What became of one: either it was made, or it failed. */
    private record Outcome(
            PlannedBackup backup,
            @Nullable Undertaking made,
            @Nullable RecoveryException failure) {}
}
