package org.apicdr.fault;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.Samples;
import org.apicdr.testsupport.SshKeygen;

/** What all services of the suite share: the keys, and a subsystem whose bundle takes several writes. */
final class FaultEnvironment {

    private static final int SECRET_BYTES = 20_000;

    private final FakeSubsystemReader cluster =
            new FakeSubsystemReader().add(Samples.management()).addSecrets(Samples.secretNames());
    private final Map<String, String> properties;

    FaultEnvironment(Path keys) throws NoSuchAlgorithmException {
        var recipient = new X25519KeyPairGenerator().generateKeyPair().getPublic();
        properties = Map.of(
                "apic-dr.site", "test-dc1",
                "apic-dr.namespaces", "apic",
                "apic-dr.request-timeout", "20s",
                "quarkus.application.version", "1",
                "apic-dr.seal.recipients", new String(recipient.getEncoded(), StandardCharsets.US_ASCII),
                "apic-dr.seal.signing-key-file",
                        SshKeygen.keyPair(keys.resolve("signer"), "ed25519", "").toString());
        var secret = Samples.secret("apic", "enc-key");
        var noise = new byte[SECRET_BYTES];
        new Random(1).nextBytes(noise);
        Samples.set(secret, "/data/value", Base64.getEncoder().encodeToString(noise));
        cluster.put(secret);
    }

    Service service(FaultyServer server) {
        var all = new HashMap<>(properties);
        all.putAll(server.properties());
        return new Service(all, cluster);
    }

    /** A service that goes by a clock of its own. */
    SimulatedDay day(Map<String, String> server, Instant start) {
        var all = new HashMap<>(properties);
        all.putAll(server);
        return new SimulatedDay(all, cluster, start);
    }

    /** A captured bundle, by the name of its file. */
    Map<String, byte[]> bundle() throws IOException {
        try (var server = new FaultyServer();
                var service = service(server)) {
            server.reset(Map.of());
            service.capture(Service.soon());
            return server.finished();
        }
    }
}
