package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes keys with the real ssh-keygen. */
public final class SshKeygen {

    /** Different RSA keys that are made, one after the other; then they are used again. Each takes up to a second. */
    private static final int RSA_KEYS = 4;

    private static final AtomicInteger RSA_KEYS_USED = new AtomicInteger();
    private static final Map<Integer, RsaKey> RSA = new ConcurrentHashMap<>();

    private SshKeygen() {}

    /** A key pair; returns the private key's file, the public key lies beside it as {@code .pub}. */
    public static Path keyPair(Path file, String type, String passphrase) {
        return type.equals("rsa")
                ? rsaKeyPair(file, passphrase, List.of())
                : make(file, passphrase, List.of("-t", type));
    }

    /** A key pair with more to say of it than its type, for example {@code -t ecdsa -b 384}. */
    public static Path keyPair(Path file, String passphrase, List<String> options) {
        return options.subList(0, 2).equals(List.of("-t", "rsa")) && !options.contains("-b")
                ? rsaKeyPair(file, passphrase, options.subList(2, options.size()))
                : make(file, passphrase, options);
    }

    private static Path make(Path file, String passphrase, List<String> options) {
        var arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-q", "-N", passphrase, "-C", "test", "-f", file.toString()));
        run(arguments);
        return file;
    }

    private static Path rsaKeyPair(Path file, String passphrase, List<String> format) {
        var key = RSA.computeIfAbsent(RSA_KEYS_USED.getAndIncrement() % RSA_KEYS, number -> RsaKey.make());
        try {
            Files.writeString(file, key.privateKey());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(Path.of(file + ".pub"), key.publicKey());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var arguments = new ArrayList<>(format);
        arguments.addAll(List.of("-p", "-q", "-P", "", "-N", passphrase, "-f", file.toString()));
        run(arguments);
        return file;
    }

    /**
     * Certifies a key pair, in {@code <key>-cert.pub}.
     *
     * @param authority the private key of the authority
     * @param options for whom it is valid and how long, for example {@code -h -n host.example.com -V +1d}
     */
    public static void certify(Path authority, Path privateKey, List<String> options) {
        var arguments = new ArrayList<>(List.of("-q", "-s", authority.toString(), "-I", "test"));
        arguments.addAll(options);
        arguments.add(privateKey + ".pub");
        run(arguments);
    }

    /** The fingerprint of a public or private key file, {@code SHA256:…}. */
    public static String fingerprint(Path key) {
        return run(List.of("-lf", key.toString())).split(" ", -1)[1];
    }

    /** Type and Base64 of a key pair's public half. */
    public static String publicKey(Path privateKey) {
        try {
            var fields = Files.readString(Path.of(privateKey + ".pub")).split(" ", -1);
            return fields[0] + " " + fields[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the host names of a known_hosts file by their hashes. */
    public static void hashHosts(Path knownHosts) {
        run(List.of("-q", "-H", "-f", knownHosts.toString()));
    }

    private static String run(List<String> arguments) {
        var command = new ArrayList<>(List.of("ssh-keygen"));
        command.addAll(arguments);
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("ssh-keygen failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The two files of a key pair. */
    private record RsaKey(String privateKey, String publicKey) {

        static RsaKey make() {
            try {
                var folder = Files.createTempDirectory("rsa");
                var file = SshKeygen.make(folder.resolve("id"), "", List.of("-t", "rsa"));
                var key = new RsaKey(Files.readString(file), Files.readString(Path.of(file + ".pub")));
                TemporaryFolder.delete(folder);
                return key;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
