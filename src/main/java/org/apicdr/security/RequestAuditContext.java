package org.apicdr.security;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a call while it is answered: who makes it, what he asks for, and what it came to be about. */
public final class RequestAuditContext {

    private static final String KEY = RequestAuditContext.class.getName();

    private volatile @Nullable AuthenticatedUser authenticatedUser;
    private volatile @Nullable AccessRequest accessRequest;
    private volatile @Nullable Subject subject;

    private RequestAuditContext() {}

    public static RequestAuditContext of(RoutingContext request) {
        var known = request.<RequestAuditContext>get(KEY);
        if (known != null) {
            return known;
        }
        var requestAuditContext = new RequestAuditContext();
        request.put(KEY, requestAuditContext);
        return requestAuditContext;
    }

    public void setCaller(AuthenticatedUser who) {
        authenticatedUser = who;
    }

    void setAction(AccessRequest what) {
        accessRequest = what;
    }

    void setTarget(String namespace, @Nullable String bundle) {
        subject = new Subject(namespace, bundle);
    }

    public Optional<AuthenticatedUser> caller() {
        return Optional.ofNullable(authenticatedUser);
    }

    public Optional<Permission> right() {
        return Optional.ofNullable(accessRequest).map(AccessRequest::right);
    }

    public Optional<String> namespace() {
        return Optional.ofNullable(subject)
                .map(Subject::namespace)
                .or(() -> Optional.ofNullable(accessRequest).flatMap(what -> Optional.ofNullable(what.namespace())));
    }

    public Optional<String> bundle() {
        return Optional.ofNullable(subject)
                .flatMap(about -> Optional.ofNullable(about.bundle()))
                .or(() -> Optional.ofNullable(accessRequest).flatMap(what -> Optional.ofNullable(what.name())));
    }

    private record Subject(String namespace, @Nullable String bundle) {}
}
