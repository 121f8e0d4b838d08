package org.apicdr.access;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.jspecify.annotations.Nullable;

/** An API server's answers, given by tests, and what it was asked. */
final class FakeReviewer implements AccessReviewer {

    private final Map<String, Caller> callers = new ConcurrentHashMap<>();
    private final Set<String> granted = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** A caller in some groups. */
    static Caller caller(String name, String... groups) {
        return new Caller(name, "uid-of-" + name, List.of(groups), Map.of());
    }

    void knows(String token, Caller caller) {
        callers.put(token, caller);
    }

    void forgets(String token) {
        callers.remove(token);
    }

    /** Grants a right on all resources of a namespace. */
    void grants(Caller caller, Right right, String namespace) {
        granted.add(key(caller, right, namespace, "*"));
    }

    /** Grants a right on one resource. */
    void grants(Caller caller, Right right, String namespace, String name) {
        granted.add(key(caller, right, namespace, name));
    }

    void revokesAll() {
        granted.clear();
    }

    void isAway(boolean now) {
        away = now;
    }

    /** Answers nothing until it may go on. */
    void holdUp() {
        gate = new CountDownLatch(1);
    }

    void goOn() {
        gate.countDown();
    }

    /** What it was asked, in order. */
    List<String> asked() {
        return asked;
    }

    @Override
    public Optional<Caller> tokenReview(String token, List<String> audiences) {
        asked.add("whose is %s %s".formatted(token, audiences));
        answer();
        return Optional.ofNullable(callers.get(token));
    }

    @Override
    public boolean subjectAccessReview(Caller caller, Right right, String namespace, @Nullable String name) {
        asked.add("may %s %s in %s %s".formatted(caller.username(), right, namespace, name));
        answer();
        var keys = new HashSet<>(List.of(key(caller, right, namespace, "*")));
        if (name != null) {
            keys.add(key(caller, right, namespace, name));
        }
        return keys.stream().anyMatch(granted::contains);
    }

    private void answer() {
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("held up for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (away) {
            throw new RecoveryException(Reason.CLUSTER_UNAVAILABLE, "away");
        }
    }

    private static String key(Caller caller, Right right, String namespace, String name) {
        return "%s %s %s %s %s".formatted(caller.username(), caller.groups(), right, namespace, name);
    }
}
