package org.apicdr.security;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** An API server's answers, given by tests, and what it was asked. */
final class FakeReviewer implements AccessReviewClient {

    private final Map<String, AuthenticatedUser> callers = new ConcurrentHashMap<>();
    private final Set<String> granted = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** A caller in some groups. */
    static AuthenticatedUser caller(String name, String... groups) {
        return new AuthenticatedUser(name, "uid-of-" + name, List.of(groups), Map.of());
    }

    void knows(String token, AuthenticatedUser authenticatedUser) {
        callers.put(token, authenticatedUser);
    }

    void forgets(String token) {
        callers.remove(token);
    }

    /** Grants a right on all resources of a namespace. */
    void grants(AuthenticatedUser authenticatedUser, Permission permission, String namespace) {
        granted.add(key(authenticatedUser, permission, namespace, "*"));
    }

    /** Grants a right on one resource. */
    void grants(AuthenticatedUser authenticatedUser, Permission permission, String namespace, String name) {
        granted.add(key(authenticatedUser, permission, namespace, name));
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
    public Optional<AuthenticatedUser> tokenReview(String token, List<String> audiences) {
        asked.add("whose is %s %s".formatted(token, audiences));
        answer();
        return Optional.ofNullable(callers.get(token));
    }

    @Override
    public boolean subjectAccessReview(
            AuthenticatedUser authenticatedUser, Permission permission, String namespace, @Nullable String name) {
        asked.add("may %s %s in %s %s".formatted(authenticatedUser.username(), permission, namespace, name));
        answer();
        var keys = new HashSet<>(List.of(key(authenticatedUser, permission, namespace, "*")));
        if (name != null) {
            keys.add(key(authenticatedUser, permission, namespace, name));
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
            throw new ServiceException(ErrorCode.CLUSTER_UNAVAILABLE, "away");
        }
    }

    private static String key(
            AuthenticatedUser authenticatedUser, Permission permission, String namespace, String name) {
        return "%s %s %s %s %s"
                .formatted(authenticatedUser.username(), authenticatedUser.groups(), permission, namespace, name);
    }
}
