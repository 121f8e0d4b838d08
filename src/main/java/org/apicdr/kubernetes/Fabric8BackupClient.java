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
import org.apicdr.backup.run.BackupResourceSpec;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;

/** Makes backups as generic resources, like those that are read. */
@ApplicationScoped
class Fabric8BackupClient implements BackupClient {

    private static final int BAD_REQUEST = 400;
    private static final int INVALID = 422;

    /** A quota or a webhook forbids in other words. */
    private static final String LACK_OF_A_RIGHT = " cannot create ";

    /** What the API server answers for a webhook that may have effects besides; then only the making itself can tell. */
    private static final String NO_DRY_RUN = "does not support dry run";

    private static final Set<Integer> REJECTIONS = Set.of(
            BAD_REQUEST,
            KubernetesErrorMapper.FORBIDDEN,
            KubernetesErrorMapper.NOT_FOUND,
            KubernetesErrorMapper.CONFLICT,
            INVALID);

    private final KubernetesClient client;
    private final KubernetesErrorMapper failures;
    private final ObjectMapper mapper = new ObjectMapper();

    Fabric8BackupClient(KubernetesClient client) {
        this.client = client;
        this.failures = new KubernetesErrorMapper(client);
    }

    @Override
    public void dryRun(BackupResourceSpec backup) {
        try {
            operation(backup).dryRun().create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != BAD_REQUEST || !said(e).contains(NO_DRY_RUN)) {
                throw failure(backup, e);
            }
        }
    }

    @Override
    public ObjectNode make(BackupResourceSpec backup) {
        try {
            return mapper.valueToTree(operation(backup).create());
        } catch (KubernetesClientException e) {
            throw failure(backup, e);
        }
    }

    private Resource<GenericKubernetesResource> operation(BackupResourceSpec backup) {
        return client.genericKubernetesResources(Fabric8SubsystemReader.context(backup.kind()))
                .inNamespace(backup.namespace())
                .resource(generic(backup));
    }

    private GenericKubernetesResource generic(BackupResourceSpec backup) {
        try {
            return mapper.treeToValue(backup.resource(), GenericKubernetesResource.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s is no resource".formatted(backup), e);
        }
    }

    private ServiceException failure(BackupResourceSpec backup, KubernetesClientException e) {
        boolean unauthorized = e.getCode() == KubernetesErrorMapper.FORBIDDEN && said(e).contains(LACK_OF_A_RIGHT);
        if (REJECTIONS.contains(e.getCode()) && !unauthorized) {
            return new ServiceException(
                    ErrorCode.BACKUP_REJECTED, "the API server does not take %s: %s".formatted(backup, said(e)), e);
        }
        return failures.of(e, "create %s in %s".formatted(backup.kind(), backup.namespace()), "create on it");
    }

    /** What the API server itself said; the client puts its address before it. */
    private static String said(KubernetesClientException e) {
        var message = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        return Objects.requireNonNullElse(message, "");
    }
}
