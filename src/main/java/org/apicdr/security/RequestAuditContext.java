package org.apicdr.security;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit data of a request: its caller, the requested permission, and the affected bundle or namespace. */
public final class RequestAuditContext {

    private static final String KEY = RequestAuditContext.class.getName();

    private volatile @Nullable AuthenticatedUser authenticatedUser;
    private volatile @Nullable AccessRequest accessRequest;
    private volatile @Nullable Target target;

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
        accessRequest = action;
    }

    void setTarget(String namespace, @Nullable String bundle) {
        target = new Target(namespace, bundle);
    }

    public Optional<AuthenticatedUser> caller() {
        return Optional.ofNullable(authenticatedUser);
    }

    public Optional<Permission> right() {
        return Optional.ofNullable(accessRequest).map(AccessRequest::right);
    }

    public Optional<String> namespace() {
        return Optional.ofNullable(target)
                .map(Target::namespace)
                .or(() ->
                        Optional.ofNullable(accessRequest).flatMap(action -> Optional.ofNullable(action.namespace())));
    }

    public Optional<String> bundle() {
        return Optional.ofNullable(target)
                .flatMap(target -> Optional.ofNullable(target.bundle()))
                .or(() -> Optional.ofNullable(accessRequest).flatMap(action -> Optional.ofNullable(action.name())));
    }

    private record Target(String namespace, @Nullable String bundle) {}
}
