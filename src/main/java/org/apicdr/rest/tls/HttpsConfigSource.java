package org.apicdr.rest.tls;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Sets the HTTPS properties of Quarkus from {@code apic-dr.tls.folder}. A value that an operator sets takes precedence. */
public final class HttpsConfigSource implements ConfigSourceFactory {

    static final String FOLDER = "apic-dr.tls.folder";

    /** The name of the TLS configuration that {@link CertificateKeyStoreProvider} serves. */
    static final String CONFIGURATION = "apic-dr";

    /** Below application.properties (250), above the defaults of Quarkus. */
    private static final int ORDINAL = 50;

    /** Suites with forward secrecy and authenticated encryption: the JVM also has older ones for TLS 1.2. */
    private static final String CIPHER_SUITES = String.join(
            ",",
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** ALPN is disabled here too, since a reload of the certificate would enable it again, and HTTP/2 with it. */
    private static final Map<String, String> HTTPS_ALONE = Map.of(
            "quarkus.http.insecure-requests",
            "disabled",
            "quarkus.http.tls-configuration-name",
            CONFIGURATION,
            "quarkus.tls." + CONFIGURATION + ".alpn",
            "false",
            "quarkus.tls." + CONFIGURATION + ".protocols",
            "TLSv1.3,TLSv1.2",
            "quarkus.tls." + CONFIGURATION + ".cipher-suites",
            CIPHER_SUITES,
            "quarkus.tls." + CONFIGURATION + ".reload-period",
            "30s");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var folder = context.getValue(FOLDER);
        if (folder == null || folder.getValue() == null || folder.getValue().isBlank()) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(HTTPS_ALONE, FOLDER, ORDINAL));
    }
}
