package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads from the Kubernetes API server, unknown fields included. Every method throws a
 * {@link org.apicdr.problem.RecoveryException}: {@code CLUSTER_FORBIDDEN} with the permission to grant, or
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
}
