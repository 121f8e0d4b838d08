package org.apicdr.rest.tls;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Configuration of HTTPS. */
@ConfigMapping(prefix = "apic-dr.tls")
interface TlsConfig {

    /** A folder with {@code tls.crt} and {@code tls.key}, as a Secret is mounted; without one, plain HTTP is served. */
    Optional<Path> folder();
}
