package org.apicdr.rest.tls;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Turns one property into the many that Quarkus has for HTTPS; whatever an operator says of those comes first. */
public final class HttpsConfigSource implements ConfigSourceFactory {

    static final String FOLDER = "apic-dr.tls.folder";

    /** What Quarkus calls the keys of {@link CertificateKeyStoreProvider}. */
    static final String KEYS = "apic-dr";

    /** Below application.properties (250), above the defaults of Quarkus. */
    private static final int ORDINAL = 50;

    /** Without ALPN, as a renewal would switch it on again, and HTTP/2 with it. */
    private static final Map<String, String> HTTPS_ALONE = Map.of(
            "quarkus.http.insecure-requests",
            "disabled",
            "quarkus.http.tls-configuration-name",
            KEYS,
            "quarkus.tls." + KEYS + ".alpn",
            "false",
            "quarkus.tls." + KEYS + ".protocols",
            "TLSv1.3,TLSv1.2",
            "quarkus.tls." + KEYS + ".reload-period",
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
