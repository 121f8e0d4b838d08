package org.apicdr.access;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a call while it is answered: who makes it, what he asks for, and what it came to be about. */
final class Call {

    private static final String KEY = Call.class.getName();

    private volatile @Nullable Caller caller;
    private volatile @Nullable Demand demand;
    private volatile @Nullable Subject subject;

    private Call() {}

    static Call of(RoutingContext request) {
        var known = request.<Call>get(KEY);
        if (known != null) {
            return known;
        }
        var call = new Call();
        request.put(KEY, call);
        return call;
    }

    void isBy(Caller who) {
        caller = who;
    }

    void asksFor(Demand what) {
        demand = what;
    }

    void isAbout(String namespace, @Nullable String bundle) {
        subject = new Subject(namespace, bundle);
    }

    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    Optional<Right> right() {
        return Optional.ofNullable(demand).map(Demand::right);
    }

    Optional<String> namespace() {
        return Optional.ofNullable(subject)
                .map(Subject::namespace)
                .or(() -> Optional.ofNullable(demand).flatMap(what -> Optional.ofNullable(what.namespace())));
    }

    Optional<String> bundle() {
        return Optional.ofNullable(subject)
                .flatMap(about -> Optional.ofNullable(about.bundle()))
                .or(() -> Optional.ofNullable(demand).flatMap(what -> Optional.ofNullable(what.name())));
    }

    private record Subject(String namespace, @Nullable String bundle) {}
}
