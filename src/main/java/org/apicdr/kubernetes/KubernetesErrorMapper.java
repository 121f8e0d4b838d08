package org.apicdr.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.TimeoutException;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;

/** Maps failures of the Kubernetes client to messages that tell the operator what to do. */
final class KubernetesErrorMapper {

    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;

    private final KubernetesClient client;

    KubernetesErrorMapper(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Maps a failure to a {@link ServiceException}.
     *
     * @param action the attempted action, such as "list secrets in apic"
     * @param grant the permission to grant if it was forbidden, such as "list on it"
     */
    ServiceException of(KubernetesClientException e, String action, String grant) {
        return switch (e.getCode()) {
            case FORBIDDEN ->
                new ServiceException(
                        ErrorCode.CLUSTER_FORBIDDEN,
                        "The service account may not %s. Grant %s.".formatted(action, grant),
                        e);
            case UNAUTHORIZED ->
                new ServiceException(
                        ErrorCode.CLUSTER_FORBIDDEN,
                        ("The API server %s does not accept this service's token or certificate (to"
                                                + " %s). Check the service")
                                        .formatted(client.getMasterUrl(), action)
                                + " account or the kubeconfig.",
                        e);
            default -> new ServiceException(ErrorCode.CLUSTER_UNAVAILABLE, unavailable(e, action), e);
        };
    }

    private String unavailable(KubernetesClientException e, String action) {
        var why = e.getCode() > 0 ? "answered " + e.getCode() : "did not answer (%s)".formatted(rootCause(e));
        return "The API server %s %s when asked to %s. Check that it is up and reachable from here."
                .formatted(client.getMasterUrl(), why, action);
    }

    private static String rootCause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof JsonProcessingException) {
            // Its message repeats the unreadable input, which may contain a secret.
            return "its answer is not JSON";
        }
        if (cause.getMessage() != null) {
            return cause.getMessage();
        }
        return cause instanceof TimeoutException ? "the time for it has passed" : "the connection failed";
    }
}
