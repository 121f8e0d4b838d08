package org.apicdr.security;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.apicdr.security.SubjectAccessAuthorizer.AccessRequest;
import org.jspecify.annotations.Nullable;

/** The audit data of a request: its caller, the requested permission, and the affected bundle or namespace. */
public final class RequestAuditContext {

    private static final String KEY = RequestAuditContext.class.getName();

    private volatile @Nullable AuthenticatedUser authenticatedUser;
    private volatile @Nullable Permission permission;
    private volatile @Nullable String namespace;
    private volatile @Nullable String bundle;

    private RequestAuditContext() {}

    public static RequestAuditContext of(RoutingContext request) {
        var existing = request.<RequestAuditContext>get(KEY);
        if (existing != null) {
            return existing;
        }
        var requestAuditContext = new RequestAuditContext();
        request.put(KEY, requestAuditContext);
        return requestAuditContext;
    }

    public void setCaller(AuthenticatedUser caller) {
        authenticatedUser = caller;
    }

    void setAction(AccessRequest action) {
        permission = action.right();
        namespace = action.namespace();
        bundle = action.name();
    }

    void setTarget(String affectedNamespace) {
        namespace = affectedNamespace;
    }

    void setTarget(String affectedNamespace, String affectedBundle) {
        namespace = affectedNamespace;
        bundle = affectedBundle;
    }

    public Optional<AuthenticatedUser> caller() {
        return Optional.ofNullable(authenticatedUser);
    }

    public Optional<Permission> right() {
        return Optional.ofNullable(permission);
    }

    public Optional<String> namespace() {
        return Optional.ofNullable(namespace);
    }

    public Optional<String> bundle() {
        return Optional.ofNullable(bundle);
    }
}
