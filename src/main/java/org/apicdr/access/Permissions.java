package org.apicdr.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;

/** Finds out where a caller may do what he asks for, before anything is read from there. */
@ApplicationScoped
class Permissions {

    private final Reviews reviews;
    private final ServedNamespaces served;
    private final Parallel parallel;

    Permissions(Reviews reviews, ServedNamespaces served, Parallel parallel) {
        this.reviews = reviews;
        this.served = served;
        this.parallel = parallel;
    }

    /**
     * The namespaces where a caller may do what he asks for, all asked about at once.
     *
     * @throws RecoveryException {@code FORBIDDEN} where there is none; {@code BUNDLE_NOT_FOUND} where he asks for a bundle
     *     that he could not find in a list either
     */
    Scope scope(Caller caller, Demand demand, Deadline deadline) {
        var namespaces = demand.namespace() == null ? served.namespaces() : List.of(demand.namespace());
        var allowed = allowed(caller, demand, namespaces, deadline);
        if (demand.name() == null) {
            if (allowed.isEmpty()) {
                throw new RecoveryException(Reason.FORBIDDEN, refusal(caller, demand.right(), namespaces));
            }
            return Scope.of(allowed);
        }
        var others = new LinkedHashSet<>(namespaces);
        others.removeAll(allowed);
        var listed = allowed(caller, new Demand(Right.LIST, null, null), others, deadline);
        if (allowed.isEmpty() && listed.isEmpty()) {
            throw new RecoveryException(Reason.BUNDLE_NOT_FOUND, "the store holds no bundle " + demand.name());
        }
        var refusal = refusal(caller, demand.right(), listed);
        if (allowed.isEmpty()) {
            throw new RecoveryException(Reason.FORBIDDEN, refusal);
        }
        return Scope.of(allowed).listing(listed, refusal);
    }

    private Set<String> allowed(Caller caller, Demand demand, Collection<String> namespaces, Deadline deadline) {
        var questions = new LinkedHashMap<String, CompletableFuture<Boolean>>();
        for (var namespace : namespaces) {
            questions.put(namespace, reviews.allows(caller, demand.right(), namespace, demand.name()));
        }
        return questions.entrySet().stream()
                .filter(question -> parallel.await(question.getValue(), deadline))
                .map(question -> question.getKey())
                .collect(Collectors.toSet());
    }

    private static String refusal(Caller caller, Right right, Collection<String> namespaces) {
        return "%s may not %s of group %s in the namespace %s: bind the ClusterRole %s there, or another that grants it"
                .formatted(
                        caller.username(),
                        right,
                        Right.GROUP,
                        String.join(" or ", new TreeSet<>(namespaces)),
                        right.role());
    }
}
