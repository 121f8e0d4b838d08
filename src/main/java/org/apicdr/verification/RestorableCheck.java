package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.OpenedPayload;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.verification.RestoreTarget.Answer;
import org.apicdr.verification.RestoreTarget.Reply;

/** Checks the level {@code restorable}: the API server would create every secret, config map and recovery resource. */
@ApplicationScoped
public class RestorableCheck {

    /** The number of dry runs at the same time. */
    private static final int PARALLEL = 8;

    private static final int MAX_SENTENCES = 10;

    private final DrillConfig config;
    private final RestoreTarget target;
    private final ParallelExecutor parallelExecutor;

    RestorableCheck(DrillConfig config, RestoreTarget target, ParallelExecutor parallelExecutor) {
        this.config = config;
        this.target = target;
        this.parallelExecutor = parallelExecutor;
    }

    /** Returns the checks of the level: one for secrets and config maps, and one for the custom resources. */
    List<VerificationCheck> check(Manifest manifest, OpenedPayload opened, Deadline deadline) {
        var namespace = config.namespace();
        if (namespace.isEmpty()) {
            return List.of(skipped("No namespace for drills is configured (apic-dr.drill.namespace)."));
        }
        var payload = opened.payload();
        if (payload.isEmpty()) {
            var why = opened.reason();
            return List.of(skipped(why.isEmpty() ? "The resources in the payload are too large to be checked." : why));
        }
        try {
            var trials = dryRun(namespace.get(), RestoreObject.of(manifest, payload.get()), deadline);
            return List.of(
                    check("secrets", "secrets and config maps", namespace.get(), select(trials, true)),
                    check("resources", "custom resources", namespace.get(), select(trials, false)));
        } catch (ServiceException e) {
            return List.of(skipped(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Asks the API server whether it would create the objects.
     *
     * @throws ServiceException {@code CLUSTER_UNAVAILABLE}, or {@code DEADLINE_PASSED}
     */
    public List<Trial> dryRun(String namespace, List<RestoreObject> objects, Deadline deadline) {
        List<Supplier<List<Trial>>> lanes = new ArrayList<>();
        for (int lane = 0; lane < Math.min(PARALLEL, objects.size()); lane++) {
            int first = lane;
            lanes.add(() -> dryRunEveryEighth(namespace, objects, first, deadline));
        }
        return parallelExecutor.all(lanes, deadline).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Trial> dryRunEveryEighth(String namespace, List<RestoreObject> objects, int first, Deadline deadline) {
        var trials = new ArrayList<Trial>();
        for (int i = first; i < objects.size(); i += PARALLEL) {
            if (deadline.passed()) {
                throw new ServiceException(
                        ErrorCode.DEADLINE_PASSED, "The request took longer than apic-dr.request-timeout.");
            }
            trials.add(new Trial(objects.get(i), target.dryRun(namespace, objects.get(i))));
        }
        return trials;
    }

    private static List<Trial> select(List<Trial> trials, boolean data) {
        return trials.stream().filter(trial -> trial.object().isData() == data).toList();
    }

    private static VerificationCheck check(String id, String what, String namespace, List<Trial> trials) {
        var level = VerificationLevel.RESTORABLE;
        if (is(trials, Reply.INVALID)) {
            return VerificationCheck.fail(
                    id,
                    level,
                    sentences(trials, Reply.INVALID),
                    "Correct the objects in the live subsystem and capture a new bundle.");
        }
        if (is(trials, Reply.DENIED)) {
            return new VerificationCheck(
                    id,
                    level,
                    CheckOutcome.SKIPPED,
                    sentences(trials, Reply.DENIED),
                    "Apply the overlay drill for the namespace %s.".formatted(namespace));
        }
        if (is(trials, Reply.REFUSED)) {
            return VerificationCheck.warn(
                    id,
                    level,
                    sentences(trials, Reply.REFUSED),
                    "Give the namespace %s the policies and the quota of the namespace to recover to."
                            .formatted(namespace));
        }
        if (is(trials, Reply.UNKNOWN_KIND)) {
            return VerificationCheck.warn(
                    id,
                    level,
                    sentences(trials, Reply.UNKNOWN_KIND),
                    "Install the operator of the kind, or use a cluster that has it.");
        }
        var there = trials.stream()
                .filter(trial -> trial.answer().reply() == Reply.EXISTS)
                .map(trial -> trial.object().toString())
                .limit(MAX_SENTENCES)
                .collect(Collectors.joining(", "));
        return VerificationCheck.pass(
                id,
                level,
                "The API server would create the %d %s.".formatted(trials.size(), what)
                        + (there.isEmpty() ? "" : " Valid, but already in %s: %s.".formatted(namespace, there)));
    }

    private static boolean is(List<Trial> trials, Reply reply) {
        return trials.stream().anyMatch(trial -> trial.answer().reply() == reply);
    }

    private static String sentences(List<Trial> trials, Reply reply) {
        return trials.stream()
                .filter(trial -> trial.answer().reply() == reply)
                .map(Trial::sentence)
                .distinct()
                .limit(MAX_SENTENCES)
                .collect(Collectors.joining(" "));
    }

    private static VerificationCheck skipped(String why) {
        return VerificationCheck.skipped(VerificationLevel.RESTORABLE, why);
    }

    /** An object, and what the API server answered to its creation. */
    public record Trial(RestoreObject object, Answer answer) {

        /** Returns the answer as a sentence, without a value of a secret. */
        public String sentence() {
            return switch (answer.reply()) {
                case ACCEPTED -> "The API server accepts %s.".formatted(object);
                case EXISTS -> "%s exists already.".formatted(object);
                case INVALID -> "The API server rejects %s: %s.".formatted(object, answer.reason());
                case REFUSED -> "The namespace refuses %s: %s.".formatted(object, answer.reason());
                case UNKNOWN_KIND -> "The API server does not know the kind %s.".formatted(object.kind());
                case DENIED -> answer.reason();
            };
        }
    }
}
