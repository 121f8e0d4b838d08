package org.apicdr.access;

import java.util.Set;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;

/** The namespaces that a call may be about. */
public final class Scope {

    /** All there are: for what happens by itself, and where nobody is asked who he is. */
    public static final Scope EVERYWHERE = new Scope(true, Set.of(), Set.of(), "");

    private final boolean everywhere;
    private final Set<String> allowed;
    private final Set<String> listed;
    private final String refusal;

    private Scope(boolean everywhere, Set<String> allowed, Set<String> listed, String refusal) {
        this.everywhere = everywhere;
        this.allowed = Set.copyOf(allowed);
        this.listed = Set.copyOf(listed);
        this.refusal = refusal;
    }

    static Scope of(Set<String> allowed) {
        return new Scope(false, allowed, Set.of(), "");
    }

    /**
     * The same with more namespaces, where the caller sees what there is but may not do what he asks for.
     *
     * @param reason what he is told there
     */
    Scope listing(Set<String> more, String reason) {
        return new Scope(everywhere, allowed, more, reason);
    }

    /** Whether the caller may know of what is in a namespace; all else does not exist for him. */
    public boolean shows(String namespace) {
        return everywhere || allowed.contains(namespace) || listed.contains(namespace);
    }

    /**
     * Makes sure that the caller may do in a namespace what he asks for.
     *
     * @throws RecoveryException {@code FORBIDDEN}
     */
    public void require(String namespace) {
        if (!everywhere && !allowed.contains(namespace)) {
            throw new RecoveryException(Reason.FORBIDDEN, refusal);
        }
    }
}
