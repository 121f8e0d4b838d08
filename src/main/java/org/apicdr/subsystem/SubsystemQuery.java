package org.apicdr.subsystem;

import java.util.List;
import java.util.Optional;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * The subsystem that a caller requests. Each part may be absent if the rest is unambiguous.
 *
 * @param namespace its namespace
 * @param cluster the name of its ManagementCluster
 * @param scope the namespaces that the caller may access
 */
public record SubsystemQuery(
        @Nullable String namespace, @Nullable String cluster, NamespaceScope scope) {

    /** Creates a query without restriction to namespaces. */
    public SubsystemQuery(@Nullable String namespace, @Nullable String cluster) {
        this(namespace, cluster, NamespaceScope.EVERYWHERE);
    }

    /** Returns the subsystem if the query names both its namespace and its cluster. */
    public Optional<SubsystemRef> named() {
        return namespace == null || cluster == null
                ? Optional.empty()
                : Optional.of(new SubsystemRef(namespace, cluster));
    }

    public boolean matches(SubsystemRef ref) {
        return scope.shows(ref.namespace())
                && (namespace == null || namespace.equals(ref.namespace()))
                && (cluster == null || cluster.equals(ref.cluster()));
    }

    /**
     * Returns the requested subsystem; empty if there is none.
     *
     * @throws ServiceException {@code SUBSYSTEM_AMBIGUOUS} with the candidates
     */
    public Optional<SubsystemRef> choose(List<SubsystemRef> visible) {
        var candidates =
                visible.stream().filter(this::matches).distinct().sorted().toList();
        if (candidates.size() > 1) {
            var names = candidates.stream().map(SubsystemRef::toString).toList();
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_AMBIGUOUS,
                    "%d subsystems are visible. Specify one by namespace and cluster.".formatted(names.size()),
                    ErrorDetails.candidates(names));
        }
        return candidates.stream().findFirst();
    }

    @Override
    public String toString() {
        return "%s/%s".formatted(namespace == null ? "*" : namespace, cluster == null ? "*" : cluster);
    }
}
