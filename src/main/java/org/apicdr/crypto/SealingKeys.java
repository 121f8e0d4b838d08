package org.apicdr.crypto;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apicdr.core.ConfigValidator;

/**
 * The current keys of this service. If a value is invalid or missing, its getter fails with {@code
 * CONFIGURATION_INVALID}. {@link #violations()} returns all violations.
 */
@ApplicationScoped
public class SealingKeys implements ConfigValidator {

    /** An OpenSSH private key or an age identity, without whitespace. */
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(?<=-----BEGINOPENSSHPRIVATEKEY-----)[A-Za-z0-9+/=]+|AGE-SECRET-KEY-1[0-9A-Z]+");

    private final ReloadingValue<AgeRecipients> recipients;
    private final ReloadingValue<SigningKey> signingKey;
    private final ReloadingValue<List<SigningKey>> formerSigningKeys;
    private final ReloadingValue<Optional<AgeIdentity>> identity;
    private final ReloadingValue<AllowedSigners> allowedSigners;
    private final ReloadingValue<List<String>> privateKeys;

    SealingKeys(SealConfig config) {
        recipients = recipients(config);
        signingKey = watch("signing-key-file", config.signingKeyFile().stream(), SealingKeys::readSigningKey);
        formerSigningKeys = watch(
                "former-signing-key-files",
                config.formerSigningKeyFiles().stream().flatMap(List::stream),
                SealingKeys::readSigningKeys);
        identity = watch("identity-file", config.identityFile().stream(), SealingKeys::readIdentity);
        allowedSigners =
                watch("allowed-signers-file", config.allowedSignersFile().stream(), SealingKeys::readAllowedSigners);
        privateKeys = watch("private keys", privateKeyFiles(config), SealingKeys::readPrivateKeys);
    }

    /** Returns the keys that the next bundle is sealed and signed with. */
    public Snapshot present() {
        return new Snapshot(recipients(), signingKey());
    }

    /** Returns the recipients of the next bundle. */
    public AgeRecipients recipients() {
        return recipients.get();
    }

    /** Returns the key that signs the next bundle. */
    public SigningKey signingKey() {
        return signingKey.get();
    }

    /** Returns the present signing key, then former ones, for comparison with the fingerprints and tags they made. */
    public List<SigningKey> signingKeys() {
        return Stream.concat(Stream.of(signingKey()), formerSigningKeys().stream())
                .toList();
    }

    List<SigningKey> formerSigningKeys() {
        return formerSigningKeys.get();
    }

    /**
     * Returns a present or former signing key; empty if this service does not have it.
     *
     * @param kid its identifier, see {@link SshPublicKey#kid()}
     */
    public Optional<SigningKey> signingKey(String kid) {
        return signingKeys().stream()
                .filter(key -> key.publicKey().kid().equals(kid))
                .findFirst();
    }

    /**
     * Returns the identity that decrypts payloads, or empty if this service has no private decryption key, as
     * recommended.
     */
    public Optional<AgeIdentity> identity() {
        return identity.get();
    }

    /** Returns the signers of the file and the signing key of this service. */
    public AllowedSigners allowedSigners() {
        return allowedSigners.get().with(signingKey().publicKey());
    }

    /** Returns whether a text contains a private key of this service. Whitespace is ignored. */
    public boolean holdsPrivateKey(byte[] text) {
        var compact = withoutWhitespace(text);
        return privateKeys.get().stream().anyMatch(compact::contains);
    }

    /** Returns all current violations, each with its property and the expected value. */
    @Override
    public List<String> violations() {
        return Stream.of(recipients, signingKey, formerSigningKeys, identity, allowedSigners)
                .flatMap(setting -> setting.violations().stream())
                .toList();
    }

    private static ReloadingValue<AgeRecipients> recipients(SealConfig config) {
        var list = config.recipients().orElse(List.of());
        var file = config.recipientsFile();
        if (file.isEmpty()) {
            return watch("recipients", Stream.empty(), files -> new AgeRecipients(strip(list)));
        }
        if (list.isEmpty()) {
            return watch("recipients-file", file.stream(), files -> AgeRecipients.read(files.get(0)));
        }
        return watch("recipients", Stream.empty(), files -> {
            throw new InvalidSettingException("it is set together with recipients-file. Set only one of the two.");
        });
    }

    private static SigningKey readSigningKey(List<Path> files) {
        if (files.isEmpty()) {
            throw new InvalidSettingException("it is not set. Set the path of an OpenSSH Ed25519 private key"
                    + " (`ssh-keygen -t ed25519 -N '' -f FILE` creates one).");
        }
        return SigningKey.read(files.get(0));
    }

    private static List<SigningKey> readSigningKeys(List<Path> files) {
        var keys = new ArrayList<SigningKey>();
        var violations = new ArrayList<String>();
        for (var file : files) {
            try {
                keys.addAll(SigningKey.readAll(file));
            } catch (InvalidSettingException e) {
                violations.addAll(e.violations());
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidSettingException(violations);
        }
        return List.copyOf(keys);
    }

    private static Optional<AgeIdentity> readIdentity(List<Path> files) {
        return files.stream().findFirst().map(AgeIdentity::read);
    }

    private static AllowedSigners readAllowedSigners(List<Path> files) {
        return files.stream()
                .findFirst()
                .map(file -> AllowedSigners.read(file, ZoneId.systemDefault()))
                .orElse(AllowedSigners.NONE);
    }

    private static Stream<Path> privateKeyFiles(SealConfig config) {
        return Stream.of(
                        config.signingKeyFile().stream(),
                        config.formerSigningKeyFiles().stream().flatMap(List::stream),
                        config.identityFile().stream())
                .flatMap(files -> files);
    }

    /** Skips unreadable files. They are reported where their key is needed and must not fail a capture here. */
    private static List<String> readPrivateKeys(List<Path> files) {
        var keys = new ArrayList<String>();
        for (var file : files) {
            try {
                var text = withoutWhitespace(ConfigFile.read(file).text().getBytes(StandardCharsets.UTF_8));
                PRIVATE_KEY.matcher(text).results().map(MatchResult::group).forEach(keys::add);
            } catch (InvalidSettingException e) {
                Log.debugf("A private key was not compared with secrets: %s", e.getMessage());
            }
        }
        return List.copyOf(keys);
    }

    private static String withoutWhitespace(byte[] text) {
        var compact = new byte[text.length];
        int length = 0;
        for (byte character : text) {
            if (!Character.isWhitespace(character)) {
                compact[length++] = character;
            }
        }
        return new String(compact, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static <T> ReloadingValue<T> watch(String name, Stream<Path> files, Function<List<Path>, T> parser) {
        return new ReloadingValue<>("apic-dr.seal." + name, files, parser);
    }

    private static List<String> strip(List<String> values) {
        return values.stream().map(String::strip).toList();
    }

    /**
     * The keys that one bundle is sealed and signed with. Taken once for each bundle, because the files may change while it
     * is being created.
     *
     * @param recipients the recipients that can decrypt it
     * @param signingKey the key that signs it
     */
    public record Snapshot(AgeRecipients recipients, SigningKey signingKey) {}
}
