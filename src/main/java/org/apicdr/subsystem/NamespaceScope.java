package org.apicdr.subsystem;

import java.util.Set;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;

/** The namespaces that a call may be about. */
public final class NamespaceScope {

    /** All there are: for what happens by itself, and where nobody is asked who he is. */
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
     * The same with more namespaces, where the caller sees what there is but may not do what he asks for.
     *
     * @param reason what he is told there
     */
    public NamespaceScope listing(Set<String> more, String reason) {
        return new NamespaceScope(everywhere, allowed, more, reason);
    }

    /** Whether the caller may know of what is in a namespace; all else does not exist for him. */
    public boolean shows(String namespace) {
        return everywhere || allowed.contains(namespace) || listed.contains(namespace);
    }

    /**
     * Makes sure that the caller may do in a namespace what he asks for.
     *
     * @throws ServiceException {@code FORBIDDEN}
     */
    public void require(String namespace) {
        if (!everywhere && !allowed.contains(namespace)) {
            throw new ServiceException(ErrorCode.FORBIDDEN, refusal);
        }
    }
}
