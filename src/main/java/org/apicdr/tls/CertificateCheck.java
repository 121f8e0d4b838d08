package org.apicdr.tls;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.apicdr.configuration.ConfigurationCheck;

/** Refuses to start without a certificate that can be served. */
@ApplicationScoped
class CertificateCheck implements ConfigurationCheck {

    private final Optional<CertificateFolder> folder;
    private final Vertx vertx;

    CertificateCheck(TlsConfig config, Vertx vertx) {
        this.folder = config.folder().map(CertificateFolder::new);
        this.vertx = vertx;
    }

    @Override
    public List<String> complaints() {
        if (folder.isEmpty()) {
            return List.of();
        }
        try {
            folder.get().read(vertx);
            return List.of();
        } catch (UnusableCertificate e) {
            return List.of(e.complaint());
        }
    }
}
