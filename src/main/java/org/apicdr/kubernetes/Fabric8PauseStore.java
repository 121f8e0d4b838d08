package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.apicdr.pause.PauseStore;
import org.apicdr.subsystem.SubsystemReader;

/** Keeps pauses in a config map of the service's own namespace. */
@ApplicationScoped
class Fabric8PauseStore implements PauseStore {

    private static final String NAME = "apic-dr-pauses";

    private final KubernetesClient client;
    private final SubsystemReader reader;

    Fabric8PauseStore(KubernetesClient client, SubsystemReader reader) {
        this.client = client;
        this.reader = reader;
    }

    @Override
    public Map<String, String> read() {
        return entries().read();
    }

    @Override
    public void put(String key, String pause) {
        entries().put(key, pause);
    }

    @Override
    public void remove(String key) {
        entries().put(key, null);
    }

    private ConfigMapEntries entries() {
        return new ConfigMapEntries(client, reader.defaultNamespace(), NAME);
    }
}
