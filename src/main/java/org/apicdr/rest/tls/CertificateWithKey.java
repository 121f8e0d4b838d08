package org.apicdr.rest.tls;

import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

/**
 * A certificate chain and its private key, in the form that Quarkus serves.
 *
 * @param chain the server's certificate, then those that issued it
 */
record CertificateWithKey(List<X509Certificate> chain, KeyStoreAndKeyCertOptions keys) {

    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";

    /** The symbolic link that Kubernetes replaces when the Secret changes; both files are read from one target of it. */
    private static final String DATA = "..data";

    /** Data to sign, to find out whether key and certificate match. */
    private static final byte[] PROBE = {1};

    /**
     * Reads both files of a folder and checks that HTTPS can be served with them.
     *
     * @param folder the folder at which Kubernetes mounts a Secret of type {@code kubernetes.io/tls}
     */
    static CertificateWithKey read(Path folder, Vertx vertx) throws InvalidCertificateException {
        var data = resolveData(folder);
        var certificate = file(folder, data, CERTIFICATE);
        var key = file(folder, data, KEY);
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

    private static Path resolveData(Path folder) {
        var data = folder.resolve(DATA);
        try {
            return Files.exists(data) ? data.toRealPath() : folder;
        } catch (IOException replacedMeanwhile) {
            return folder;
        }
    }

    /** Reads a file from the folder's data; messages name it by its path in the folder. */
    private static PemFile file(Path folder, Path data, String name) throws InvalidCertificateException {
        var known = folder.resolve(name);
        try {
            return new PemFile(known, Buffer.buffer(Files.readAllBytes(data.resolve(name))));
        } catch (NoSuchFileException e) {
            throw new InvalidCertificateException(
                    "there is no file %s; mount a Secret of type kubernetes.io/tls there".formatted(known));
        } catch (AccessDeniedException e) {
            throw new InvalidCertificateException("this process may not read %s".formatted(known));
        } catch (IOException e) {
            throw new InvalidCertificateException("%s cannot be read".formatted(known));
        }
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

    /** A file and its content, which may be a private key and so is never printed. */
    private record PemFile(Path path, Buffer content) {

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** HTTPS cannot be served with the files. The message names the property, the file and the fault. */
    static final class InvalidCertificateException extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidCertificateException(String fault) {
            super("%s: %s".formatted(HttpsConfigSource.FOLDER, fault));
        }

        String violation() {
            return String.valueOf(getMessage());
        }
    }
}
