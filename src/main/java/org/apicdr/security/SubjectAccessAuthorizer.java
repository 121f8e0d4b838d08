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
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.NamespaceScope;
import org.jspecify.annotations.Nullable;

/** Determines the namespaces in which a caller has a permission, before anything is read from them. */
@ApplicationScoped
class SubjectAccessAuthorizer {

    private final AccessReviewCache accessReviewCache;
    private final Installation installation;
    private final ParallelExecutor parallelExecutor;

    SubjectAccessAuthorizer(
            AccessReviewCache accessReviewCache, Installation installation, ParallelExecutor parallelExecutor) {
        this.accessReviewCache = accessReviewCache;
        this.installation = installation;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Returns the namespaces in which a caller has a permission. All namespaces are reviewed concurrently.
     *
     * @throws ServiceException {@code FORBIDDEN} if there is none; {@code BUNDLE_NOT_FOUND} if the caller requests a
     *     bundle and may not list bundles either
     */
    NamespaceScope scope(AuthenticatedUser authenticatedUser, AccessRequest accessRequest, Deadline deadline) {
        var namespaces =
                accessRequest.namespace() == null ? installation.namespaces() : List.of(accessRequest.namespace());
        var allowed = allowed(authenticatedUser, accessRequest, namespaces, deadline);
        if (accessRequest.name() == null) {
            if (allowed.isEmpty()) {
                throw new ServiceException(
                        ErrorCode.FORBIDDEN, denial(authenticatedUser, accessRequest.right(), namespaces));
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
        var denial = denial(authenticatedUser, accessRequest.right(), listed);
        if (allowed.isEmpty()) {
            throw new ServiceException(ErrorCode.FORBIDDEN, denial);
        }
        return NamespaceScope.of(allowed).listing(listed, denial);
    }

    /** Returns whether a caller has a permission in every watched namespace. */
    CompletableFuture<Boolean> isAllowedEverywhere(AuthenticatedUser caller, Permission permission) {
        return installation.namespaces().stream()
                .map(namespace -> accessReviewCache.allows(caller, permission, namespace, null))
                .reduce(
                        CompletableFuture.completedFuture(true),
                        (all, review) -> all.thenCombine(review, Boolean::logicalAnd));
    }

    private Set<String> allowed(
            AuthenticatedUser authenticatedUser,
            AccessRequest accessRequest,
            Collection<String> namespaces,
            Deadline deadline) {
        var reviews = new LinkedHashMap<String, CompletableFuture<Boolean>>();
        for (var namespace : namespaces) {
            reviews.put(
                    namespace,
                    accessReviewCache.allows(
                            authenticatedUser, accessRequest.right(), namespace, accessRequest.name()));
        }
        return reviews.entrySet().stream()
                .filter(review -> parallelExecutor.await(review.getValue(), deadline))
                .map(review -> review.getKey())
                .collect(Collectors.toSet());
    }

    private static String denial(
            AuthenticatedUser authenticatedUser, Permission permission, Collection<String> namespaces) {
        return "%s may not %s of group %s in the namespace %s: bind the ClusterRole %s there, or another that grants it"
                .formatted(
                        authenticatedUser.username(),
                        permission,
                        Permission.GROUP,
                        String.join(" or ", new TreeSet<>(namespaces)),
                        permission.role());
    }

    /**
     * The permission that a request needs.
     *
     * @param right the permission
     * @param namespace the requested namespace; null for all watched namespaces
     * @param name the id of the bundle; null if the request is not about one bundle
     */
    record AccessRequest(
            Permission right,
            @Nullable String namespace,
            @Nullable String name) {}
}
