package org.apicdr.rest.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The folder at which Kubernetes mounts a Secret of type {@code kubernetes.io/tls}. */
record CertificateFolder(Path path) {

    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";

    /** The symbolic link that Kubernetes replaces when the Secret changes; both files are read from one target of it. */
    private static final String DATA = "..data";

    /** Reads both files and checks that HTTPS can be served with them. */
    CertificateWithKey read(Vertx vertx) throws InvalidCertificateException {
        var folder = resolveData();
        return CertificateWithKey.of(file(folder, CERTIFICATE), file(folder, KEY), vertx);
    }

    private Path resolveData() {
        var data = path.resolve(DATA);
        try {
            return Files.exists(data) ? data.toRealPath() : path;
        } catch (IOException replacedMeanwhile) {
            return path;
        }
    }

    /** Reads a file; messages name it by its path in the mounted folder. */
    private PemFile file(Path folder, String name) throws InvalidCertificateException {
        var known = path.resolve(name);
        try {
            return new PemFile(known, Buffer.buffer(Files.readAllBytes(folder.resolve(name))));
        } catch (NoSuchFileException e) {
            throw new InvalidCertificateException(
                    "there is no file %s; mount a Secret of type kubernetes.io/tls there".formatted(known));
        } catch (AccessDeniedException e) {
            throw new InvalidCertificateException("this process may not read %s".formatted(known));
        } catch (IOException e) {
            throw new InvalidCertificateException("%s cannot be read".formatted(known));
        }
    }

    /** A file and its content, which may be a private key and so is never printed. */
    record PemFile(Path path, Buffer content) {

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
