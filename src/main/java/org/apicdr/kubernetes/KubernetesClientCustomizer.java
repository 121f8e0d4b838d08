package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;

/** Disables retries in the client, so that the caller decides whether to retry, and sets timeouts. */
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
