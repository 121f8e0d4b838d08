package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Disables retries in the client, so that the caller decides whether to retry, sets timeouts, and adds what the client
 * does not support: entries of NO_PROXY with a wildcard, and {@code tokenFile} in a kubeconfig.
 */
@Singleton
class KubernetesClientCustomizer implements KubernetesConfigCustomizer {

    private static final int CONNECT_MILLIS = 5_000;

    private static final int REQUEST_MILLIS = 20_000;

    /** The entries that the client does not reject. An empty entry would exempt every host. */
    private static final Pattern CLIENT_ENTRY = Pattern.compile("[\\da-zA-Z.\\-/:]+");

    private final KubernetesClientSettings settings;

    KubernetesClientCustomizer(KubernetesClientSettings settings) {
        this.settings = settings;
    }

    @Override
    public void customize(Config config) {
        config.setRequestRetryBackoffLimit(0);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        applyNoProxy(config);
        settings.tokenFile()
                .filter(file -> config.getOauthToken() == null) // quarkus.kubernetes-client.token takes precedence
                .ifPresent(file -> config.setOauthTokenProvider(() -> KubernetesClientSettings.readToken(file)));
    }

    /**
     * Matches the entries of NO_PROXY that the client rejects, such as {@code *.svc.cluster.local}, {@code my_host} and
     * {@code [fd00::1]}. The client gets the other entries only.
     */
    static void applyNoProxy(Config config) {
        var host = URI.create(config.getMasterUrl()).getHost();
        var accepted = new ArrayList<String>();
        for (var entry : Stream.of(Objects.requireNonNullElse(config.getNoProxy(), new String[0]))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList()) {
            if (CLIENT_ENTRY.matcher(entry).matches()) {
                accepted.add(entry);
            } else if (host != null && matches(host, entry)) {
                config.setHttpProxy(null);
                config.setHttpsProxy(null);
            }
        }
        config.setNoProxy(accepted.toArray(String[]::new));
    }

    private static boolean matches(String host, String entry) {
        return entry.contains("*")
                ? host.matches(
                        Stream.of(entry.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                : host.endsWith(entry);
    }
}
