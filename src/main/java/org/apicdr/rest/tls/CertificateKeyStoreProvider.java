package org.apicdr.rest.tls;

import io.quarkus.logging.Log;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that HTTPS is served with. Quarkus asks for it at start and from then on again and again; the answer is
 * null where there is nothing new, and then the former one stays.
 */
@ApplicationScoped
@Identifier(HttpsConfigSource.KEYS)
class CertificateKeyStoreProvider implements KeyStoreProvider {

    private final Optional<CertificateFolder> folder;
    private final Clock clock;
    private @Nullable CertificateWithKey served;
    private @Nullable String complaint;

    CertificateKeyStoreProvider(TlsConfig config, Clock clock) {
        this.folder = config.folder().map(CertificateFolder::new);
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
        if (folder.isEmpty()) {
            return null;
        }
        try {
            return ifNew(folder.get().read(vertx));
        } catch (InvalidCertificateException e) {
            complain(e.complaint());
            return null;
        }
    }

    private @Nullable KeyStoreAndKeyCertOptions ifNew(CertificateWithKey read) {
        complaint = null;
        if (served != null && served.chain().equals(read.chain())) {
            return null;
        }
        served = read;
        var certificate = read.server();
        Log.infof(
                "HTTPS is served with the certificate of %s, valid until %s",
                certificate.getSubjectX500Principal(), certificate.getNotAfter().toInstant());
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            Log.warnf(
                    "%s: the certificate is valid from %s until %s only, so clients will refuse it: renew it",
                    HttpsConfigSource.FOLDER,
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        }
        return read.keys();
    }

    /** Once for each fault; at start it is {@link CertificateValidator} that speaks. */
    private void complain(String fault) {
        if (served != null && !fault.equals(complaint)) {
            Log.warnf("%s; the former certificate is still served", fault);
        }
        complaint = fault;
    }
}
