package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.apicdr.recovery.restoration.RestorationStore;
import org.apicdr.subsystem.SubsystemReader;
import org.jspecify.annotations.Nullable;

/** Keeps restorations in a config map of the service's own namespace. */
@ApplicationScoped
class Fabric8RestorationStore implements RestorationStore {

    private static final String NAME = "apic-dr-restorations";

    private final KubernetesClient client;
    private final SubsystemReader reader;

    Fabric8RestorationStore(KubernetesClient client, SubsystemReader reader) {
        this.client = client;
        this.reader = reader;
    }

    @Override
    public Map<String, String> read() {
        return entries().read();
    }

    @Override
    public boolean replace(String key, @Nullable String former, String restoration) {
        return entries().replace(key, former, restoration);
    }

    private ConfigMapEntries entries() {
        return new ConfigMapEntries(client, reader.defaultNamespace(), NAME);
    }
}
