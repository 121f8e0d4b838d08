package org.apicdr.security;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server, anew each time. Every method throws a {@link org.apicdr.core.ServiceException}:
 * {@code CLUSTER_FORBIDDEN} with the permission to grant, or {@code CLUSTER_UNAVAILABLE}.
 */
public interface AccessReviewClient {

    /**
     * Whose token it is (TokenReview); empty where it is not accepted.
     *
     * @param audiences of which it must be meant for one; none for the API server's own
     */
    Optional<AuthenticatedUser> tokenReview(String token, List<String> audiences);

    /**
     * Whether somebody may do something (SubjectAccessReview).
     *
     * @param name of the resource; null for any
     */
    boolean subjectAccessReview(
            AuthenticatedUser authenticatedUser, Permission permission, String namespace, @Nullable String name);
}
