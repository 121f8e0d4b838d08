package org.apicdr.crypto;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;

/** The Ed25519 key that signs bundles. The keys for fingerprints and verdict markers are derived from it. */
public final class SigningKey {

    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final Pattern AFTER_KEY = Pattern.compile("(?<=" + END + ")");
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final String NO_CIPHER = "none";
    private static final int DERIVED_LENGTH = 32;

    private final Ed25519PrivateKeyParameters key;
    private final SshPublicKey publicKey;

    private SigningKey(Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.publicKey = SshPublicKey.of(key.generatePublicKey());
    }

    /**
     * Reads a key as {@code ssh-keygen -t ed25519 -N ''} writes it.
     *
     * @throws IllegalArgumentException if the file holds anything else
     */
    public static SigningKey read(Path path) {
        var file = ConfigFile.read(path);
        return parse(file, file.text());
    }

    /**
     * Reads any number of keys, one after another. The file may be empty, so that it can be mounted before it is
     * needed.
     */
    static List<SigningKey> readAll(Path path) {
        var file = ConfigFile.read(path);
        return Arrays.stream(AFTER_KEY.split(file.text()))
                .filter(text -> !text.isBlank())
                .map(text -> parse(file, text))
                .toList();
    }

    private static SigningKey parse(ConfigFile file, String text) {
        try {
            var blob = blob(file, text);
            rejectEncrypted(file, blob);
            if (OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(blob) instanceof Ed25519PrivateKeyParameters key) {
                return new SigningKey(key);
            }
        } catch (InvalidSettingException e) {
            throw e;
        } catch (IllegalArgumentException | IllegalStateException e) {
            // the cause is dropped, because the parser's message may quote the key
        }
        throw malformed(file);
    }

    public SshPublicKey publicKey() {
        return publicKey;
    }

    /** Signs as {@code ssh-keygen -Y sign -n apic-dr} does, byte for byte. */
    public SshSignature sign(byte[] message) {
        var data = SshSignature.signedData(message);
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(data, 0, data.length);
        return SshSignature.of(publicKey, signer.generateSignature());
    }

    /** Returns the fingerprint function for the secrets of one lineage. */
    public Fingerprints fingerprints(String lineage) {
        return new Fingerprints(publicKey.kid(), derive("apic-dr/fingerprint/v1\0" + lineage));
    }

    /** Returns the MAC that authenticates verdict markers of this service. */
    public MarkerMac verdictTags() {
        return new MarkerMac(derive("apic-dr/verification/v1"));
    }

    /** Returns the MAC that authenticates the markers of identities that were shown to exist. */
    public MarkerMac identityProofTags() {
        return new MarkerMac(derive("apic-dr/identity-proof/v1"));
    }

    /** Returns the MAC that computes the answers to the challenges of this service. */
    public MarkerMac challengeAnswers() {
        return new MarkerMac(derive("apic-dr/challenge/v1"));
    }

    @Override
    public String toString() {
        return publicKey.fingerprint();
    }

    /** Derives a key from the seed with HKDF-SHA-256 (RFC 5869), without salt. */
    private byte[] derive(String info) {
        var generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(key.getEncoded(), null, info.getBytes(StandardCharsets.UTF_8)));
        var derived = new byte[DERIVED_LENGTH];
        generator.generateBytes(derived, 0, derived.length);
        return derived;
    }

    private static byte[] blob(ConfigFile file, String text) {
        var pem = text.strip();
        if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
            throw malformed(file);
        }
        var body = pem.substring(BEGIN.length(), pem.length() - END.length());
        return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    }

    private static void rejectEncrypted(ConfigFile file, byte[] blob) {
        var reader = new SshReader(blob);
        if (Arrays.equals(reader.bytes(MAGIC.length), MAGIC) && !reader.text().equals(NO_CIPHER)) {
            throw new InvalidSettingException(
                    "%s is encrypted. Remove its passphrase with `ssh-keygen -p -f %s`.".formatted(file, file));
        }
    }

    private static InvalidSettingException malformed(ConfigFile file) {
        return new InvalidSettingException(
                "%s is not an OpenSSH Ed25519 private key. Create one with `ssh-keygen -t ed25519 -N '' -f FILE`."
                        .formatted(file));
    }
}
