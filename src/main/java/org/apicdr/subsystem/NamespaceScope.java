package org.apicdr.subsystem;

import java.util.Set;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;

/** The namespaces that a caller may access. */
public final class NamespaceScope {

    /** All namespaces: for automatic work, and for calls without authentication. */
    public static final NamespaceScope EVERYWHERE = new NamespaceScope(true, Set.of(), Set.of(), "");

    private final boolean everywhere;
    private final Set<String> allowed;
    private final Set<String> listed;
    private final String refusal;

    private NamespaceScope(boolean everywhere, Set<String> allowed, Set<String> listed, String refusal) {
        this.everywhere = everywhere;
        this.allowed = Set.copyOf(allowed);
        this.listed = Set.copyOf(listed);
        this.refusal = refusal;
    }

    public static NamespaceScope of(Set<String> allowed) {
        return new NamespaceScope(false, allowed, Set.of(), "");
    }

    /**
     * Returns a scope with additional namespaces that the caller may see, but where the request is forbidden.
     *
     * @param reason the message of the rejection
     */
    public NamespaceScope listing(Set<String> more, String reason) {
        return new NamespaceScope(everywhere, allowed, more, reason);
    }

    /** Returns whether the caller may see resources in a namespace. All others are hidden from the caller. */
    public boolean shows(String namespace) {
        return everywhere || allowed.contains(namespace) || listed.contains(namespace);
    }

    /** Returns whether the caller has permission for the request in a namespace. */
    public boolean allows(String namespace) {
        return everywhere || allowed.contains(namespace);
    }

    /**
     * Requires permission for the request in a namespace.
     *
     * @throws ServiceException {@code FORBIDDEN}
     */
    public void require(String namespace) {
        if (!allows(namespace)) {
            throw new ServiceException(ErrorCode.FORBIDDEN, refusal);
        }
    }
}
