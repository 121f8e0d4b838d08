package org.apicdr.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * An SSHSIG of OpenSSH (PROTOCOL.sshsig): Ed25519, namespace {@code apic-dr}, hash sha512. Only the canonical form of
 * {@code ssh-keygen -Y sign} is accepted, so that any changed byte is detected.
 *
 * @param armor the whole signature file
 */
public record SshSignature(String armor) {

    public static final String NAMESPACE = "apic-dr";

    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----\n";
    private static final String END = "\n-----END SSH SIGNATURE-----\n";
    private static final int COLUMNS = 70;
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final String RESERVED = "";
    private static final String HASH = "sha512";
    private static final int LENGTH = 64;

    /** L of RFC 8032, section 5.1: a scalar S at or above it would be a second signature of the same message. */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private record Content(SshPublicKey signer, String signatureHex) {

        byte[] signature() {
            return HexFormat.of().parseHex(signatureHex);
        }
    }

    public SshSignature {
        var content = read(armor);
        if (!armor.equals(write(content))) {
            throw new IllegalArgumentException("not an SSH signature: it is not in the canonical form of ssh-keygen");
        }
    }

    /**
     * Parses a signature file.
     *
     * @throws IllegalArgumentException if it is not a canonical signature
     */
    public static SshSignature parse(byte[] file) {
        return new SshSignature(new String(file, StandardCharsets.ISO_8859_1));
    }

    static SshSignature of(SshPublicKey signer, byte[] signature) {
        return new SshSignature(write(new Content(signer, HexFormat.of().formatHex(signature))));
    }

    /** Returns the data that Ed25519 signs for a message. */
    static byte[] signedData(byte[] message) {
        return new SshWriter()
                .raw(MAGIC)
                .string(NAMESPACE)
                .string(RESERVED)
                .string(HASH)
                .string(Digests.sha512(message))
                .toBytes();
    }

    /** Returns the key in the signature. It proves nothing by itself, because any key verifies its own signature. */
    public SshPublicKey signer() {
        return read(armor).signer();
    }

    /** Returns whether the signer signed this message. */
    public boolean verifies(byte[] message) {
        var content = read(armor);
        var data = signedData(message);
        var verifier = new Ed25519Signer();
        verifier.init(false, content.signer().parameters());
        verifier.update(data, 0, data.length);
        return verifier.verifySignature(content.signature());
    }

    private static String write(Content content) {
        var blob = new SshWriter()
                .raw(MAGIC)
                .uint32(VERSION)
                .string(content.signer().blob())
                .string(NAMESPACE)
                .string(RESERVED)
                .string(HASH)
                .string(new SshWriter()
                        .string(SshPublicKey.TYPE)
                        .string(content.signature())
                        .toBytes())
                .toBytes();
        var base64 = Base64.getEncoder().encodeToString(blob);
        return BEGIN + base64.replaceAll("(.{%d})(?=.)".formatted(COLUMNS), "$1\n") + END;
    }

    private static Content read(String armor) {
        try {
            return content(new SshReader(blob(armor)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an SSH signature: " + e.getMessage(), e);
        }
    }

    private static byte[] blob(String armor) {
        if (!armor.startsWith(BEGIN) || !armor.endsWith(END) || armor.length() <= BEGIN.length() + END.length()) {
            throw new IllegalArgumentException("its first or last line is wrong");
        }
        var body = armor.substring(BEGIN.length(), armor.length() - END.length());
        return Base64.getDecoder().decode(body.replace("\n", ""));
    }

    private static Content content(SshReader reader) {
        require(Arrays.equals(reader.bytes(MAGIC.length), MAGIC), "it does not hold SSHSIG");
        require(reader.uint32() == VERSION, "its version is not 1");
        var signer = SshPublicKey.of(reader.string());
        require(reader.text().equals(NAMESPACE), "its namespace is not " + NAMESPACE);
        require(reader.text().equals(RESERVED), "its reserved field is not empty");
        require(reader.text().equals(HASH), "its hash is not " + HASH);
        var signature = signature(new SshReader(reader.string()));
        reader.end();
        return new Content(signer, HexFormat.of().formatHex(signature));
    }

    private static byte[] signature(SshReader reader) {
        require(reader.text().equals(SshPublicKey.TYPE), "its signature is not " + SshPublicKey.TYPE);
        var signature = reader.string();
        reader.end();
        require(signature.length == LENGTH, "its signature is not 64 bytes long");
        require(scalar(signature).compareTo(ORDER) < 0, "its signature is not reduced");
        return signature;
    }

    private static BigInteger scalar(byte[] signature) {
        var bigEndian = org.bouncycastle.util.Arrays.reverse(Arrays.copyOfRange(signature, LENGTH / 2, LENGTH));
        return new BigInteger(1, bigEndian);
    }

    private static void require(boolean holds, String violation) {
        if (!holds) {
            throw new IllegalArgumentException(violation);
        }
    }
}
