package org.apicdr.security;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests reviews from the API server, without caching. Every method throws a
 * {@link org.apicdr.core.ServiceException}: {@code CLUSTER_FORBIDDEN} with the permission to grant, or
 * {@code CLUSTER_UNAVAILABLE}.
 */
public interface AccessReviewClient {

    /**
     * Returns the owner of a token (TokenReview), or empty if the token is not accepted.
     *
     * @param audiences the accepted audiences; empty for those of the API server
     */
    Optional<AuthenticatedUser> tokenReview(String token, List<String> audiences);

    /**
     * Returns whether a user has a permission (SubjectAccessReview).
     *
     * @param name the name of the resource; null for any
     */
    boolean subjectAccessReview(
            AuthenticatedUser authenticatedUser, Permission permission, String namespace, @Nullable String name);
}
