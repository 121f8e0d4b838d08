package org.apicdr.rest;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apicdr.testsupport.SshKeygen;
import org.apicdr.testsupport.TemporaryFolder;
import org.jspecify.annotations.Nullable;

/** Starts the {@link RestTestEnvironment} once for all tests, makes the keys, and configures the service with both. */
public final class RestTestResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable RestTestEnvironment restTestEnvironment;
    private @Nullable Path keys;

    @Override
    public Map<String, String> start() {
        try {
            var started = RestTestEnvironment.start();
            restTestEnvironment = started;
            var folder = Files.createTempDirectory("rest-keys");
            keys = folder;
            var properties = new LinkedHashMap<>(started.properties());
            properties.putAll(seal(folder));
            properties.put("apic-dr.access.mode", "none");
            properties.put("apic-dr.capture.schedule", "off");
            properties.put("apic-dr.capture.on-start", "false");
            properties.put("apic-dr.database-backups.enabled", "true");
            properties.put("apic-dr.restore.enabled", "true");
            properties.put("quarkus.http.host", "127.0.0.1");
            properties.put("quarkus.http.test-port", "0");
            properties.put("quarkus.log.category.\"io.fabric8.mockwebserver\".level", "WARN");
            return properties;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(restTestEnvironment, new TestInjector.MatchesType(RestTestEnvironment.class));
    }

    @Override
    public void stop() {
        if (restTestEnvironment != null) {
            restTestEnvironment.close();
        }
        if (keys != null) {
            TemporaryFolder.delete(keys);
        }
    }

    private static Map<String, String> seal(Path folder) throws IOException, NoSuchAlgorithmException {
        var online = ageKey();
        var offline = ageKey();
        var identity =
                Files.write(folder.resolve("identity"), online.getPrivate().getEncoded());
        var recipients = Files.writeString(
                folder.resolve("recipients"), "%s%n%s%n".formatted(recipient(online), recipient(offline)));
        return Map.of(
                "apic-dr.seal.recipients-file", recipients.toString(),
                "apic-dr.seal.identity-file", identity.toString(),
                "apic-dr.seal.signing-key-file",
                        SshKeygen.keyPair(folder.resolve("signer"), "ed25519", "")
                                .toString());
    }

    static KeyPair ageKey() throws NoSuchAlgorithmException {
        return new X25519KeyPairGenerator().generateKeyPair();
    }

    static String recipient(KeyPair key) {
        return new String(key.getPublic().getEncoded(), StandardCharsets.US_ASCII);
    }
}
