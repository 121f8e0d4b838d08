package org.apicdr.rest.tls;

import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.apicdr.rest.tls.CertificateFolder.PemFile;

/**
 * A certificate chain and its private key, in the form that Quarkus serves.
 *
 * @param chain the server's certificate, then those that issued it
 */
record CertificateWithKey(List<X509Certificate> chain, KeyStoreAndKeyCertOptions keys) {

    /** Data to sign, to find out whether key and certificate match. */
    private static final byte[] PROBE = {1};

    static CertificateWithKey of(PemFile certificate, PemFile key, Vertx vertx) throws InvalidCertificateException {
        var chain = chain(certificate);
        var options =
                new PemKeyCertOptions().setCertValue(certificate.content()).setKeyValue(key.content());
        var keyStore = keyStore(options, certificate, key, vertx);
        if (!fits(privateKey(options, keyStore, vertx), chain.get(0).getPublicKey())) {
            throw new InvalidCertificateException(
                    "%s is not the key of the certificate in %s".formatted(key, certificate));
        }
        return new CertificateWithKey(chain, new KeyStoreAndKeyCertOptions(keyStore, options));
    }

    X509Certificate server() {
        return chain.get(0);
    }

    private static List<X509Certificate> chain(PemFile file) throws InvalidCertificateException {
        try {
            var in = new ByteArrayInputStream(file.content().getBytes());
            var chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException e) {
            // reported below; the parser's message would not help an operator
        }
        throw new InvalidCertificateException("%s holds no certificate in PEM".formatted(file));
    }

    private static KeyStore keyStore(PemKeyCertOptions options, PemFile certificate, PemFile key, Vertx vertx)
            throws InvalidCertificateException {
        try {
            return options.loadKeyStore(vertx);
        } catch (Exception e) {
            // without the cause, since the parser's message may quote the key
            throw new InvalidCertificateException(
                    "%s is no RSA or EC key without a passphrase for the chain in %s".formatted(key, certificate));
        }
    }

    private static PrivateKey privateKey(PemKeyCertOptions options, KeyStore keyStore, Vertx vertx) {
        try {
            var alias = keyStore.aliases().nextElement();
            return Arrays.stream(options.getKeyManagerFactory(vertx).getKeyManagers())
                    .map(X509KeyManager.class::cast)
                    .map(manager -> manager.getPrivateKey(alias))
                    .findFirst()
                    .orElseThrow();
        } catch (Exception e) {
            throw new IllegalStateException("a key that was loaded is missing", e);
        }
    }

    private static boolean fits(PrivateKey key, PublicKey certified) {
        try {
            var signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(PROBE);
            var signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
