package org.apicdr.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.WatchedNamespaces;

/** Finds out where a caller may do what he asks for, before anything is read from there. */
@ApplicationScoped
class SubjectAccessAuthorizer {

    private final AccessReviewCache accessReviewCache;
    private final WatchedNamespaces served;
    private final ParallelExecutor parallelExecutor;

    SubjectAccessAuthorizer(
            AccessReviewCache accessReviewCache, WatchedNamespaces served, ParallelExecutor parallelExecutor) {
        this.accessReviewCache = accessReviewCache;
        this.served = served;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * The namespaces where a caller may do what he asks for, all asked about at once.
     *
     * @throws ServiceException {@code FORBIDDEN} where there is none; {@code BUNDLE_NOT_FOUND} where he asks for a bundle
     *     that he could not find in a list either
     */
    NamespaceScope scope(AuthenticatedUser authenticatedUser, AccessRequest accessRequest, Deadline deadline) {
        var namespaces = accessRequest.namespace() == null ? served.namespaces() : List.of(accessRequest.namespace());
        var allowed = allowed(authenticatedUser, accessRequest, namespaces, deadline);
        if (accessRequest.name() == null) {
            if (allowed.isEmpty()) {
                throw new ServiceException(
                        ErrorCode.FORBIDDEN, refusal(authenticatedUser, accessRequest.right(), namespaces));
            }
            return NamespaceScope.of(allowed);
        }
        var others = new LinkedHashSet<>(namespaces);
        others.removeAll(allowed);
        var listed = allowed(authenticatedUser, new AccessRequest(Permission.LIST, null, null), others, deadline);
        if (allowed.isEmpty() && listed.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.BUNDLE_NOT_FOUND, "The store holds no bundle %s.".formatted(accessRequest.name()));
        }
        var refusal = refusal(authenticatedUser, accessRequest.right(), listed);
        if (allowed.isEmpty()) {
            throw new ServiceException(ErrorCode.FORBIDDEN, refusal);
        }
        return NamespaceScope.of(allowed).listing(listed, refusal);
    }

    private Set<String> allowed(
            AuthenticatedUser authenticatedUser,
            AccessRequest accessRequest,
            Collection<String> namespaces,
            Deadline deadline) {
        var questions = new LinkedHashMap<String, CompletableFuture<Boolean>>();
        for (var namespace : namespaces) {
            questions.put(
                    namespace,
                    accessReviewCache.allows(
                            authenticatedUser, accessRequest.right(), namespace, accessRequest.name()));
        }
        return questions.entrySet().stream()
                .filter(question -> parallelExecutor.await(question.getValue(), deadline))
                .map(question -> question.getKey())
                .collect(Collectors.toSet());
    }

    private static String refusal(
            AuthenticatedUser authenticatedUser, Permission permission, Collection<String> namespaces) {
        return "%s may not %s of group %s in the namespace %s: bind the ClusterRole %s there, or another that grants it"
                .formatted(
                        authenticatedUser.username(),
                        permission,
                        Permission.GROUP,
                        String.join(" or ", new TreeSet<>(namespaces)),
                        permission.role());
    }
}
