package org.apicdr.security;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.NamespaceScope;
import org.jspecify.annotations.Nullable;

/** What resources ask before all else: whether the caller of the present request may. */
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
     * Where the caller may do what he asks for.
     *
     * @param namespace the only one that he asks about; null for all that are served
     * @throws ServiceException {@code FORBIDDEN} where there is none; {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE} where that cannot be found out
     */
    public NamespaceScope authorizedNamespaces(Permission permission, @Nullable String namespace, Deadline deadline) {
        return authorizedNamespaces(new AccessRequest(permission, namespace, null), deadline);
    }

    /**
     * The same for what is about one bundle.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND} where he may not know whether there is such a bundle
     */
    public NamespaceScope scopeOfBundle(
            Permission permission, @Nullable String namespace, String id, Deadline deadline) {
        return authorizedNamespaces(new AccessRequest(permission, namespace, id), deadline);
    }

    /** Who calls; null where nobody is asked. */
    public @Nullable String username() {
        return RequestAuditContext.of(request)
                .caller()
                .map(AuthenticatedUser::username)
                .orElse(null);
    }

    /** Notes which bundle the call came to be about. */
    public void recordAuditTarget(String namespace, String bundle) {
        RequestAuditContext.of(request).setTarget(namespace, bundle);
    }

    /** Notes whose bundles, more than one, the call came to be about. */
    public void recordAuditTarget(String namespace) {
        RequestAuditContext.of(request).setTarget(namespace, null);
    }

    private NamespaceScope authorizedNamespaces(AccessRequest accessRequest, Deadline deadline) {
        var requestAuditContext = RequestAuditContext.of(request);
        requestAuditContext.setAction(accessRequest);
        if (!settings.asksForTokens()) {
            return NamespaceScope.EVERYWHERE;
        }
        var authenticatedUser = requestAuditContext
                .caller()
                .orElseThrow(() -> new IllegalStateException("a call came past the BearerTokenFilter"));
        return subjectAccessAuthorizer.scope(authenticatedUser, accessRequest, deadline);
    }
}
