package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;

/** One answer for one request: who is waiting decides whether to ask again. */
@Singleton
class KubernetesClientCustomizer implements KubernetesConfigCustomizer {

    private static final int CONNECT_MILLIS = 5_000;

    private static final int REQUEST_MILLIS = 20_000;

    @Override
    public void customize(Config config) {
        config.setRequestRetryBackoffLimit(0);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
    }
}
