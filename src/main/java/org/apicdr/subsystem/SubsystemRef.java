package org.apicdr.subsystem;

import java.util.regex.Pattern;
import org.apicdr.core.RequestValidator;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one ManagementCluster and its folder on the store. Neither part can contain a path separator.
 *
 * @param namespace a Kubernetes namespace (RFC 1123 label)
 * @param cluster the name of the ManagementCluster (RFC 1123 subdomain)
 */
public record SubsystemRef(String namespace, String cluster) implements Comparable<SubsystemRef> {

    public static final String NAMESPACE_PATTERN = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";

    public static final String NAME_PATTERN = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$";

    private static final int NAME_LENGTH = 253;

    private static final Pattern NAMESPACE = Pattern.compile(NAMESPACE_PATTERN);

    private static final Pattern NAME = Pattern.compile(NAME_PATTERN);

    public SubsystemRef {
        if (!isNamespace(namespace)) {
            throw new IllegalArgumentException("not a Kubernetes namespace: '%s'".formatted(namespace));
        }
        if (!isName(cluster)) {
            throw new IllegalArgumentException("not a Kubernetes resource name: '%s'".formatted(cluster));
        }
    }

    /** Validates the parts as given in a request. Each may be absent. */
    public static RequestValidator validator(@Nullable String namespace, @Nullable String cluster) {
        return new RequestValidator()
                .matches("namespace", namespace, NAMESPACE)
                .matches("cluster", cluster, NAME)
                .hasSize("cluster", cluster == null ? 0 : cluster.length(), 0, NAME_LENGTH);
    }

    public static boolean isNamespace(String value) {
        return NAMESPACE.matcher(value).matches();
    }

    public static boolean isName(String value) {
        return value.length() <= NAME_LENGTH && NAME.matcher(value).matches();
    }

    @Override
    public int compareTo(SubsystemRef other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return namespace + "/" + cluster;
    }
}
