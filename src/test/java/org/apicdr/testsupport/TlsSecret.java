package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A Secret of type kubernetes.io/tls as a kubelet mounts it, with what openssl makes. */
public final class TlsSecret {

    private final Path folder;
    private int version;

    private TlsSecret(Path folder) {
        this.folder = folder;
    }

    /** Mounts a Secret whose certificate has this common name. */
    public static TlsSecret mount(Path folder, String commonName) {
        try {
            Command.require("openssl");
            var secret = new TlsSecret(Files.createDirectories(folder));
            secret.renew(commonName);
            for (var name : List.of("tls.crt", "tls.key")) {
                Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    public Path certificate() {
        return folder.resolve("tls.crt");
    }

    public Path key() {
        return folder.resolve("tls.key");
    }

    /** Swaps in a new key and its certificate. */
    public void renew(String commonName) {
        swap(made(commonName, "ec", "ec_paramgen_curve:P-256"));
    }

    /** Swaps in a new key and its certificate, of RSA. */
    public void renewWithRsa(String commonName) {
        swap(made(commonName, "rsa", "rsa_keygen_bits:2048"));
    }

    /** Swaps in a new certificate, with the key of none. */
    public void renewTheCertificateAlone(String commonName) {
        var made = made(commonName, "ec", "ec_paramgen_curve:P-256");
        openssl(
                "ecparam",
                "-name",
                "prime256v1",
                "-genkey",
                "-noout",
                "-out",
                made.resolve("tls.key").toString());
        swap(made);
    }

    /** Swaps in the same certificate with other words for one of the files. */
    public void replace(String name, String content) {
        try {
            var former = folder.resolve("..data").toRealPath();
            var made = newFolder();
            for (var file : List.of("tls.crt", "tls.key")) {
                Files.copy(former.resolve(file), made.resolve(file));
            }
            Files.writeString(made.resolve(name), content);
            swap(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs openssl, where the files of the Secret lie. */
    public void openssl(String... arguments) {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        var result = Command.run(folder, command.toArray(String[]::new));
        if (!result.succeeded()) {
            throw new IllegalStateException(result.stderr());
        }
    }

    private Path made(String commonName, String algorithm, String option) {
        var made = newFolder();
        openssl(
                "req",
                "-x509",
                "-nodes",
                "-days",
                "30",
                "-newkey",
                algorithm,
                "-pkeyopt",
                option,
                "-subj",
                "/CN=" + commonName,
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-out",
                made.resolve("tls.crt").toString(),
                "-keyout",
                made.resolve("tls.key").toString());
        return made;
    }

    private Path newFolder() {
        try {
            version++;
            return Files.createDirectory(folder.resolve("..version_" + version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void swap(Path made) {
        try {
            var link = Files.createSymbolicLink(folder.resolve("..data_tmp"), made.getFileName());
            Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
