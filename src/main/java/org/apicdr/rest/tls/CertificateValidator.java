package org.apicdr.rest.tls;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.ConfigValidator;

/** Refuses to start if HTTPS is configured and the certificate cannot be served. */
@ApplicationScoped
class CertificateValidator implements ConfigValidator {

    private final Optional<CertificateFolder> folder;
    private final Vertx vertx;

    CertificateValidator(TlsConfig config, Vertx vertx) {
        this.folder = config.folder().map(CertificateFolder::new);
        this.vertx = vertx;
    }

    @Override
    public List<String> violations() {
        if (folder.isEmpty()) {
            return List.of();
        }
        try {
            folder.get().read(vertx);
            return List.of();
        } catch (InvalidCertificateException e) {
            return List.of(e.violation());
        }
    }
}
