package org.apicdr.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Set;
import org.apicdr.backup.run.BackupClient;
import org.apicdr.backup.run.BackupClient.BackupSpec;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;

/** Creates backups as generic resources. */
@ApplicationScoped
class Fabric8BackupClient implements BackupClient {

    private static final int BAD_REQUEST = 400;
    private static final int INVALID = 422;

    /** Part of the message if a permission is missing. A quota or a webhook answers 403 with other messages. */
    private static final String MISSING_PERMISSION = " cannot create ";

    /** Part of the message for a webhook with side effects. Only the actual creation shows whether it succeeds then. */
    private static final String NO_DRY_RUN = "does not support dry run";

    private static final Set<Integer> REJECTIONS = Set.of(
            BAD_REQUEST,
            KubernetesErrorMapper.FORBIDDEN,
            KubernetesErrorMapper.NOT_FOUND,
            KubernetesErrorMapper.CONFLICT,
            INVALID);

    private final KubernetesClient client;
    private final KubernetesErrorMapper errorMapper;
    private final ObjectMapper mapper = new ObjectMapper();

    Fabric8BackupClient(KubernetesClient client) {
        this.client = client;
        this.errorMapper = new KubernetesErrorMapper(client);
    }

    @Override
    public void dryRun(BackupSpec backup) {
        try {
            operation(backup).dryRun().create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != BAD_REQUEST || !statusMessage(e).contains(NO_DRY_RUN)) {
                throw failure(backup, e);
            }
        }
    }

    @Override
    public ObjectNode make(BackupSpec backup) {
        try {
            return mapper.valueToTree(operation(backup).create());
        } catch (KubernetesClientException e) {
            throw failure(backup, e);
        }
    }

    private Resource<GenericKubernetesResource> operation(BackupSpec backup) {
        return client.genericKubernetesResources(Fabric8SubsystemReader.context(backup.kind()))
                .inNamespace(backup.namespace())
                .resource(generic(backup));
    }

    private GenericKubernetesResource generic(BackupSpec backup) {
        try {
            return mapper.treeToValue(backup.resource(), GenericKubernetesResource.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s is not a valid resource".formatted(backup), e);
        }
    }

    private ServiceException failure(BackupSpec backup, KubernetesClientException e) {
        boolean unauthorized = e.getCode() == KubernetesErrorMapper.FORBIDDEN
                && statusMessage(e).contains(MISSING_PERMISSION);
        if (REJECTIONS.contains(e.getCode()) && !unauthorized) {
            return new ServiceException(
                    ErrorCode.BACKUP_REJECTED, "The API server rejected %s: %s".formatted(backup, statusMessage(e)), e);
        }
        return errorMapper.of(e, "create %s in %s".formatted(backup.kind(), backup.namespace()), "create on it");
    }

    /** Returns the API server's own message, without the address that the client puts before it. */
    private static String statusMessage(KubernetesClientException e) {
        var message = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        return Objects.requireNonNullElse(message, "");
    }
}
