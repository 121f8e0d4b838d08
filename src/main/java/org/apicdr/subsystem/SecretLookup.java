package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.problem.Evidence;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.subsystem.ComponentSnapshot.SavedSecret;

/** Reads the secrets that a resource names, all in one wait, and names all that cannot be had at once. */
@ApplicationScoped
class SecretLookup {

    private static final int MAX_SECRETS = 64;

    private final SecretRules rules;
    private final SubsystemReader reader;
    private final Parallel parallel;

    SecretLookup(SecretRules rules, SubsystemReader reader, Parallel parallel) {
        this.rules = rules;
        this.reader = reader;
        this.parallel = parallel;
    }

    Found of(Component component, Deadline deadline) {
        var named = rules.named(component);
        if (named.secrets().size() > MAX_SECRETS) {
            throw new RecoveryException(
                    Reason.SUBSYSTEM_INCOMPLETE,
                    "%s/%s names %d secrets; at most %d are saved"
                            .formatted(
                                    component.namespace(),
                                    component.name(),
                                    named.secrets().size(),
                                    MAX_SECRETS));
        }
        List<Supplier<Answer>> lookups = named.secrets().stream()
                .<Supplier<Answer>>map(ref -> () -> look(component.namespace(), ref))
                .toList();
        return Found.of(component, named.missing(), parallel.all(lookups, deadline));
    }

    /** One answer for all that the service account may not read. */
    static void refuseForbidden(List<Found> found) {
        var refusals = found.stream().flatMap(each -> each.forbidden().stream()).toList();
        if (!refusals.isEmpty()) {
            throw new RecoveryException(
                    Reason.CLUSTER_FORBIDDEN,
                    String.join("; ", refusals.stream().map(Answer::refusal).toList()),
                    Evidence.missing(
                            refusals.stream().map(answer -> answer.ref().name()).toList()));
        }
    }

    private Answer look(String namespace, SecretRef ref) {
        try {
            return new Answer(ref, reader.secret(namespace, ref.name()), "");
        } catch (RecoveryException e) {
            if (e.reason() != Reason.CLUSTER_FORBIDDEN) {
                throw e;
            }
            return new Answer(ref, Optional.empty(), e.getMessage());
        }
    }

    private record Answer(SecretRef ref, Optional<ObjectNode> resource, String refusal) {

        boolean usable() {
            return resource.filter(secret -> secret.path("data").properties().stream()
                            .anyMatch(entry -> !entry.getValue().asText().isEmpty()))
                    .isPresent();
        }
    }

    /**
     * The secrets of one resource.
     *
     * @param missing what is named nowhere, does not exist or is empty
     * @param forbidden what may not be read
     */
    record Found(Component component, List<SavedSecret> secrets, List<String> missing, List<Answer> forbidden) {

        private static Found of(Component component, List<String> unnamed, List<Answer> answers) {
            var missing = new ArrayList<>(unnamed);
            var secrets = new ArrayList<SavedSecret>();
            for (var answer : answers) {
                answer.resource().ifPresent(resource -> secrets.add(new SavedSecret(answer.ref(), resource)));
                if (!answer.usable() && answer.refusal().isEmpty()) {
                    missing.add(answer.ref().name());
                }
            }
            var forbidden = answers.stream()
                    .filter(answer -> !answer.refusal().isEmpty())
                    .toList();
            return new Found(component, secrets, missing, forbidden);
        }
    }
}
