package org.apicdr.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.jspecify.annotations.Nullable;

/** What resources ask before all else: whether the caller of the present request may. */
@ApplicationScoped
public class Access {

    private final AccessSettings settings;
    private final Permissions permissions;
    private final RoutingContext request;

    Access(AccessSettings settings, Permissions permissions, RoutingContext request) {
        this.settings = settings;
        this.permissions = permissions;
        this.request = request;
    }

    /**
     * Where the caller may do what he asks for.
     *
     * @param namespace the only one that he asks about; null for all that are served
     * @throws RecoveryException {@code FORBIDDEN} where there is none; {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE} where that cannot be found out
     */
    public Scope scope(Right right, @Nullable String namespace, Deadline deadline) {
        return scope(new Demand(right, namespace, null), deadline);
    }

    /**
     * The same for what is about one bundle.
     *
     * @throws RecoveryException {@code BUNDLE_NOT_FOUND} where he may not know whether there is such a bundle
     */
    public Scope scopeOfBundle(Right right, @Nullable String namespace, String id, Deadline deadline) {
        return scope(new Demand(right, namespace, id), deadline);
    }

    /** Who calls; null where nobody is asked. */
    public @Nullable String username() {
        return Call.of(request).caller().map(Caller::username).orElse(null);
    }

    /** Notes which bundle the call came to be about. */
    public void isAbout(String namespace, String bundle) {
        Call.of(request).isAbout(namespace, bundle);
    }

    /** Notes whose bundles, more than one, the call came to be about. */
    public void isAbout(String namespace) {
        Call.of(request).isAbout(namespace, null);
    }

    private Scope scope(Demand demand, Deadline deadline) {
        var call = Call.of(request);
        call.asksFor(demand);
        if (!settings.asksForTokens()) {
            return Scope.EVERYWHERE;
        }
        var caller = call.caller().orElseThrow(() -> new IllegalStateException("a call came past the TokenGuard"));
        return permissions.scope(caller, demand, deadline);
    }
}
