package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads from the Kubernetes API server, unknown fields included. Every method throws a
 * {@link org.apicdr.core.ServiceException}: {@code CLUSTER_FORBIDDEN} with the permission to grant, or
 * {@code CLUSTER_UNAVAILABLE}.
 */
public interface SubsystemReader {

    /** The namespace this service runs in: the pod's, else the kubeconfig context's, else {@code default}. */
    String defaultNamespace();

    /** The time of day by the API server's clock, to the second; empty where it does not tell. */
    Optional<Instant> time();

    /** All resources of a kind in a namespace; empty where the kind is not installed. */
    Optional<List<ObjectNode>> list(ResourceKind kind, String namespace);

    /** A secret as it is; empty where there is none. */
    Optional<ObjectNode> secret(String namespace, String name);

    /** A config map as it is; empty if there is none. */
    Optional<ObjectNode> configMap(String namespace, String name);

    /** The groups of API Connect that the API server serves, each with its preferred version: {@code group/version}. */
    List<String> servedGroups();

    /** The kinds of a group and version that can be listed by namespace. */
    List<ServedKind> servedKinds(String groupVersion);

    /** The names of all resources of a kind in a namespace. */
    List<String> names(ServedKind kind, String namespace);

    /** A kind that the API server serves, in a group {@code apiconnect.ibm.com} or {@code *.apiconnect.ibm.com}. */
    record ServedKind(String group, String version, String plural, String kind) {

        @Override
        public String toString() {
            return plural + "." + group;
        }
    }
}
