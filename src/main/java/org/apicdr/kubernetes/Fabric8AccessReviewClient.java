package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apicdr.security.AccessReviewClient;
import org.apicdr.security.AuthenticatedUser;
import org.apicdr.security.Permission;
import org.jspecify.annotations.Nullable;

/** Authenticates and authorizes callers with the TokenReview and SubjectAccessReview APIs. */
@ApplicationScoped
class Fabric8AccessReviewClient implements AccessReviewClient {

    private static final String CREATE = "create on it";

    private final KubernetesClient client;
    private final KubernetesErrorMapper errorMapper;

    Fabric8AccessReviewClient(KubernetesClient client) {
        this.client = client;
        this.errorMapper = new KubernetesErrorMapper(client);
    }

    @Override
    public Optional<AuthenticatedUser> tokenReview(String token, List<String> audiences) {
        var review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(audiences)
                .endSpec()
                .build();
        try {
            var status = client.tokenReviews().create(review).getStatus();
            return accepts(status, audiences) ? Optional.of(caller(status.getUser())) : Optional.empty();
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "create tokenreviews.authentication.k8s.io in the cluster", CREATE);
        }
    }

    @Override
    public boolean subjectAccessReview(
            AuthenticatedUser authenticatedUser, Permission permission, String namespace, @Nullable String name) {
        try {
            var result = client.authorization()
                    .v1()
                    .subjectAccessReview()
                    .create(review(authenticatedUser, permission, namespace, name));
            return Boolean.TRUE.equals(result.getStatus().getAllowed());
        } catch (KubernetesClientException e) {
            throw errorMapper.of(e, "create subjectaccessreviews.authorization.k8s.io in the cluster", CREATE);
        }
    }

    /** Rejects an answer without audiences: an API server that returns none does not validate them. */
    private static boolean accepts(TokenReviewStatus status, List<String> audiences) {
        return Boolean.TRUE.equals(status.getAuthenticated())
                && (audiences.isEmpty() || !Collections.disjoint(status.getAudiences(), audiences));
    }

    private static AuthenticatedUser caller(UserInfo user) {
        return new AuthenticatedUser(user.getUsername(), text(user.getUid()), user.getGroups(), user.getExtra());
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private static SubjectAccessReview review(
            AuthenticatedUser authenticatedUser, Permission permission, String namespace, @Nullable String name) {
        return new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(authenticatedUser.username())
                .withUid(authenticatedUser.uid())
                .withGroups(authenticatedUser.groups())
                .withExtra(authenticatedUser.extra())
                .withNewResourceAttributes()
                .withVerb(permission.verb())
                .withGroup(Permission.GROUP)
                .withResource(permission.resource())
                .withSubresource(permission.subresource().orElse(null))
                .withNamespace(namespace)
                .withName(name)
                .endResourceAttributes()
                .endSpec()
                .build();
    }
}
