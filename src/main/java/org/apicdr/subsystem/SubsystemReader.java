package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads from the Kubernetes API server, including unknown fields. Every method throws a {@link
 * org.apicdr.core.ServiceException}: {@code CLUSTER_FORBIDDEN} with the permission to grant, or {@code
 * CLUSTER_UNAVAILABLE}.
 */
public interface SubsystemReader {

    /** Returns the namespace of this service: that of the pod, else of the kubeconfig context, else {@code default}. */
    String defaultNamespace();

    /** Returns the current time of the API server, to the second; empty if it is unknown. */
    Optional<Instant> time();

    /** Returns all resources of a kind in a namespace; empty if the kind is not installed. */
    Optional<List<ObjectNode>> list(ResourceKind kind, String namespace);

    /** Returns a secret unchanged; empty if it does not exist. */
    Optional<ObjectNode> secret(String namespace, String name);

    /** Returns a config map unchanged; empty if it does not exist. */
    Optional<ObjectNode> configMap(String namespace, String name);

    /** Returns the groups of API Connect on the API server, each with its preferred version: {@code group/version}. */
    List<String> servedGroups();

    /** Returns the kinds of a group and version that can be listed by namespace. */
    List<ServedKind> servedKinds(String groupVersion);

    /** Returns the names of all resources of a kind in a namespace. */
    List<String> names(ServedKind kind, String namespace);

    /** A kind that the API server serves, in a group {@code apiconnect.ibm.com} or {@code *.apiconnect.ibm.com}. */
    record ServedKind(String group, String version, String plural, String kind) {

        @Override
        public String toString() {
            return plural + "." + group;
        }
    }
}
