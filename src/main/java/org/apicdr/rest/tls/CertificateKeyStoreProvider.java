package org.apicdr.rest.tls;

import io.quarkus.logging.Log;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.ConfigValidator;
import org.apicdr.rest.tls.CertificateWithKey.InvalidCertificateException;
import org.jspecify.annotations.Nullable;

/**
 * Provides the certificate that HTTPS is served with. Quarkus calls it at start and at each reload; null means that
 * nothing has changed, and Quarkus goes on with the former certificate. The service does not start with a certificate
 * that cannot be served.
 */
@ApplicationScoped
@Identifier(HttpsConfigSource.CONFIGURATION)
class CertificateKeyStoreProvider implements KeyStoreProvider, ConfigValidator {

    private final Optional<Path> folder;
    private final Clock clock;
    private @Nullable CertificateWithKey served;
    private @Nullable String lastFault;

    CertificateKeyStoreProvider(TlsConfig config, Clock clock) {
        this.folder = config.folder();
        this.clock = clock;
    }

    /** Returns the fault of the certificate if none is served. Quarkus reads it before it validates the configuration. */
    @Override
    public synchronized List<String> violations() {
        return served == null && lastFault != null ? List.of(lastFault) : List.of();
    }

    @Override
    public synchronized @Nullable KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
        if (folder.isEmpty()) {
            return null;
        }
        try {
            return ifNew(CertificateWithKey.read(folder.get(), vertx));
        } catch (InvalidCertificateException e) {
            warnOnce(e.violation());
            return null;
        }
    }

    private @Nullable KeyStoreAndKeyCertOptions ifNew(CertificateWithKey read) {
        lastFault = null;
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

    /** Logs each fault once. A fault at start is reported by {@link #violations()}. */
    private void warnOnce(String fault) {
        if (served != null && !fault.equals(lastFault)) {
            Log.warnf("%s; the former certificate is still served", fault);
        }
        lastFault = fault;
    }
}
