package org.apicdr.security;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;
import org.apicdr.security.SubjectAccessAuthorizer.AccessRequest;
import org.apicdr.subsystem.NamespaceScope;
import org.jspecify.annotations.Nullable;

/** Authorizes the caller of the current request. Resources call it before anything else. */
@ApplicationScoped
public class AccessControl {

    private final AccessSettings settings;
    private final SubjectAccessAuthorizer subjectAccessAuthorizer;
    private final RoutingContext request;

    AccessControl(AccessSettings settings, SubjectAccessAuthorizer subjectAccessAuthorizer, RoutingContext request) {
        this.settings = settings;
        this.subjectAccessAuthorizer = subjectAccessAuthorizer;
        this.request = request;
    }

    /**
     * Returns the namespaces in which the caller has a permission.
     *
     * @param namespace the requested namespace; null for all watched namespaces
     * @throws ServiceException {@code FORBIDDEN} if there is none; {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE} if the API server cannot be asked
     */
    public NamespaceScope authorizedNamespaces(Permission permission, @Nullable String namespace, Deadline deadline) {
        return authorizedNamespaces(new AccessRequest(permission, namespace, null), deadline);
    }

    /**
     * Returns the namespaces in which the caller has a permission for one bundle.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND} if the caller may not know whether the bundle exists
     */
    public NamespaceScope scopeOfBundle(
            Permission permission, @Nullable String namespace, String id, Deadline deadline) {
        return authorizedNamespaces(new AccessRequest(permission, namespace, id), deadline);
    }

    /** Returns whether a caller has a permission in every watched namespace. */
    public CompletableFuture<Boolean> isAllowedEverywhere(AuthenticatedUser caller, Permission permission) {
        return subjectAccessAuthorizer.isAllowedEverywhere(caller, permission);
    }

    /** Returns the name of the caller, or null if no token is required. */
    public @Nullable String username() {
        return RequestAuditContext.of(request)
                .caller()
                .map(AuthenticatedUser::username)
                .orElse(null);
    }

    /** Records the affected bundle for the audit log. */
    public void recordAuditTarget(String namespace, String bundle) {
        RequestAuditContext.of(request).setTarget(namespace, bundle);
    }

    /** Records the namespace of several affected bundles for the audit log. */
    public void recordAuditTarget(String namespace) {
        RequestAuditContext.of(request).setTarget(namespace);
    }

    private NamespaceScope authorizedNamespaces(AccessRequest accessRequest, Deadline deadline) {
        var requestAuditContext = RequestAuditContext.of(request);
        requestAuditContext.setAction(accessRequest);
        if (!settings.asksForTokens()) {
            return NamespaceScope.EVERYWHERE;
        }
        var authenticatedUser = requestAuditContext
                .caller()
                .orElseThrow(() -> new IllegalStateException("The request was not authenticated"));
        return subjectAccessAuthorizer.scope(authenticatedUser, accessRequest, deadline);
    }
}
