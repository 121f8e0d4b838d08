package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A configuration with nothing wrong in it, of an API server and a store that are not there. */
public final class UnreachableEnvironment {

    private UnreachableEnvironment() {}

    /** Properties of one's own, to be changed; the files that they name lie in the folder. */
    public static Map<String, String> properties(Path folder) {
        var password = write(folder.resolve("password"), "not a real one");
        var signingKey = SshKeygen.keyPair(folder.resolve("signing-key"), "ed25519", "");
        var properties = new HashMap<String, String>();
        properties.put("apic-dr.site", "test-dc1");
        properties.put("apic-dr.access.mode", "none");
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("kubernetes.master", "https://127.0.0.1:1");
        properties.put("apic-dr.sftp.host", "127.0.0.1");
        properties.put("apic-dr.sftp.port", "1");
        properties.put("apic-dr.sftp.username", "backup");
        properties.put("apic-dr.sftp.path", "/bundles");
        properties.put("apic-dr.sftp.password-file", password.toString());
        properties.put("apic-dr.sftp.host-key-fingerprints", SshKeygen.fingerprint(signingKey));
        properties.put("apic-dr.seal.signing-key-file", signingKey.toString());
        properties.put("apic-dr.seal.recipients", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");
        return properties;
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
