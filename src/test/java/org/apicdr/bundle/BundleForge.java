package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apicdr.crypto.Digests;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SealingKeysFixture;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.SshKeygen;

/** Makes bundles with real keys: honest ones, and such as contradict themselves. */
public final class BundleForge {

    public static final SubsystemRef FOLDER = new SubsystemRef("apic", "management");

    public static final String SITE = "prod-dc1";

    private static final byte[] RECOVERY = "# Recovery\n".getBytes(UTF_8);

    private final Path dir;
    private final SealingKeys sealingKeys;

    public BundleForge(Path dir) {
        Command.require("age-keygen", "ssh-keygen");
        this.dir = dir;
        this.sealingKeys = SealingKeysFixture.seals(Map.of(
                "signing-key-file",
                SshKeygen.keyPair(dir.resolve("signer"), "ed25519", ""),
                "recipients",
                recipient(),
                "identity-file",
                dir.resolve("identity")));
    }

    public SealingKeys seals() {
        return sealingKeys;
    }

    SigningKey strangersKey() {
        return SigningKey.read(SshKeygen.keyPair(dir.resolve("stranger"), "ed25519", ""));
    }

    Forged honest(Instant createdAt) {
        return forge(createdAt, json -> {});
    }

    /** A bundle whose manifest was changed before it was signed. */
    Forged forge(Instant createdAt, Consumer<ObjectNode> change) {
        return forge(createdAt, change, sealingKeys.signingKey());
    }

    Forged forge(Instant createdAt, Consumer<ObjectNode> change, SigningKey key) {
        return forge(createdAt, Map.of("management/settings.yaml", RECOVERY), change, key);
    }

    /** An honest bundle of these files, whatever is in them. */
    public Forged of(Instant createdAt, Map<String, byte[]> files) {
        return forge(createdAt, files, json -> {}, sealingKeys.signingKey());
    }

    /** The same of a subsystem in another namespace. */
    public Forged of(Instant createdAt, String namespace, Map<String, byte[]> files) {
        return forge(createdAt, files, json -> entry(json).put("namespace", namespace), sealingKeys.signingKey());
    }

    /** A bundle of whatever was packed, honestly sealed and signed. */
    Forged packed(Instant createdAt, byte[] packed) {
        return forge(createdAt, sealingKeys.recipients().seal(packed), StrictJson::write, sealingKeys.signingKey());
    }

    /** A bundle with whatever manifest, honestly signed. */
    public Forged written(Instant createdAt, Function<ObjectNode, byte[]> writer) {
        var payload = sealingKeys.recipients().seal(new Payload(Map.of()).pack(createdAt));
        return forge(createdAt, payload, writer, sealingKeys.signingKey());
    }

    private Forged forge(Instant createdAt, Map<String, byte[]> files, Consumer<ObjectNode> change, SigningKey key) {
        var payload = sealingKeys.recipients().seal(new Payload(files).pack(createdAt));
        return forge(
                createdAt,
                payload,
                json -> {
                    change.accept(json);
                    return StrictJson.write(json);
                },
                key);
    }

    private Forged forge(Instant createdAt, byte[] payload, Function<ObjectNode, byte[]> writer, SigningKey key) {
        var id = BundleId.of("management", "82b290a2", createdAt, Digests.sha256Hex(payload), false);
        var manifest = writer.apply(manifest(id, createdAt, payload));
        var signature = key.sign(manifest).armor().getBytes(US_ASCII);
        return new Forged(
                id, manifest, new BundleArchiveWriter(RECOVERY, manifest, signature, payload).write(createdAt));
    }

    static ObjectNode entry(ObjectNode manifest) {
        return (ObjectNode) manifest.at("/subsystems/0");
    }

    private ObjectNode manifest(BundleId id, Instant createdAt, byte[] payload) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", "1.0").put("id", id.value()).put("site", SITE);
        json.put("createdAt", createdAt.toString()).put("trigger", "api");
        json.putObject("producer").put("name", "apic-dr").put("version", "1.0.0");
        describe(json.putArray("subsystems").addObject());
        json.putObject("recovery")
                .put("name", BundleArchiveWriter.RECOVERY)
                .put("sizeBytes", RECOVERY.length)
                .put("sha256", Digests.sha256Hex(RECOVERY));
        json.putObject("payload")
                .put("name", BundleArchiveWriter.PAYLOAD)
                .put("sizeBytes", payload.length)
                .put("sha256", Digests.sha256Hex(payload))
                .putArray("recipients")
                .add(sealingKeys.recipients().values().get(0));
        json.putArray("warnings");
        return json;
    }

    private static void describe(ObjectNode entry) {
        entry.put("kind", "ManagementCluster").put("namespace", "apic").put("name", "management");
        entry.put("uid", "uid-1").put("lineage", "uid-1").put("siteName", "82b290a2");
        entry.put("version", "10.0.5.7-7267").put("healthy", true);
        entry.putObject("endpoints").putArray("apiManager").add("manager.example.com");
        entry.put("settingsFingerprint", "hmac-sha256:01234567:" + "0".repeat(64));
        entry.putArray("secrets");
        entry.putArray("missing");
    }

    private String recipient() {
        Command.run(dir, "age-keygen", "-o", "identity");
        try {
            return Files.readString(dir.resolve("identity"))
                    .lines()
                    .filter(line -> line.startsWith("# public key: "))
                    .map(line -> line.substring("# public key: ".length()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was forged: the id of its name, its manifest and its file. */
    public static final class Forged {

        private final BundleId id;
        private final byte[] manifest;
        private final byte[] file;

        private Forged(BundleId id, byte[] manifest, byte[] file) {
            this.id = id;
            this.manifest = manifest;
            this.file = file;
        }

        public BundleId id() {
            return id;
        }

        public byte[] manifest() {
            return manifest;
        }

        public byte[] file() {
            return file;
        }

        public StoredBundle in(SubsystemRef folder) {
            return new StoredBundle(folder, id, file.length);
        }
    }
}
