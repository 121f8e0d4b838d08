package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Objects;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** The entries of one config map, which is created when it is needed. */
final class ConfigMapEntries {

    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;
    private final KubernetesErrorMapper errorMapper;
    private final String namespace;
    private final String name;

    ConfigMapEntries(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.errorMapper = new KubernetesErrorMapper(client);
        this.namespace = namespace;
        this.name = name;
    }

    Map<String, String> read() {
        try {
            var stored =
                    client.configMaps().inNamespace(namespace).withName(name).get();
            return stored == null || stored.getData() == null ? Map.of() : stored.getData();
        } catch (KubernetesClientException e) {
            throw failure(e, "get", "get");
        }
    }

    /** Sets an entry, or removes it if the value is null. */
    void put(String key, @Nullable String value) {
        var configMaps = client.configMaps().inNamespace(namespace);
        var verb = "get";
        try {
            var stored = configMaps.withName(name).get();
            verb = stored == null ? "create" : "update";
            var changed = new ConfigMapBuilder(stored)
                    .editOrNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .removeFromData(key);
            if (value != null) {
                changed = changed.addToData(key, value);
            }
            var resource = configMaps.resource(changed.build());
            if (stored != null) {
                resource.update();
            } else if (value != null) {
                resource.create();
            }
        } catch (KubernetesClientException e) {
            throw failure(e, verb, verb);
        }
    }

    /**
     * Sets an entry if it still has its former value. If others write at the same time, it tries again.
     *
     * @param former the value that was read; null if there was none
     * @return whether the entry was set
     */
    boolean replace(String key, @Nullable String former, String value) {
        var configMaps = client.configMaps().inNamespace(namespace);
        for (int attempt = 1; ; attempt++) {
            var verb = "get";
            try {
                var stored = configMaps.withName(name).get();
                var data = stored == null ? null : stored.getData();
                if (!Objects.equals(former, data == null ? null : data.get(key))) {
                    return false;
                }
                verb = stored == null ? "create" : "update";
                var changed = new ConfigMapBuilder(stored)
                        .editOrNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .addToData(key, value);
                var resource = configMaps.resource(changed.build());
                if (stored == null) {
                    resource.create();
                } else {
                    resource.update();
                }
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() != KubernetesErrorMapper.CONFLICT || attempt == ATTEMPTS) {
                    throw failure(e, verb, verb);
                }
            }
        }
    }

    private ServiceException failure(KubernetesClientException e, String verb, String grant) {
        return errorMapper.of(e, "%s configmap %s in %s".formatted(verb, name, namespace), grant + " on it");
    }
}
