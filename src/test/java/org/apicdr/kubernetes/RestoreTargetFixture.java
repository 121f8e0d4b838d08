package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.apicdr.recovery.drill.DrillNamespace;
import org.apicdr.verification.RestoreTarget;

/** Makes the adapter for tests of other packages. */
public final class RestoreTargetFixture {

    private RestoreTargetFixture() {}

    /** Acts as the client does. */
    public static RestoreTarget of(KubernetesClient client) {
        return new Fabric8RestoreTarget(client);
    }

    /** Acts as the client does. */
    public static DrillNamespace drillNamespace(KubernetesClient client) {
        return new Fabric8RestoreTarget(client);
    }
}
