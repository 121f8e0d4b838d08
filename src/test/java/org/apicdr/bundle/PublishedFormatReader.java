package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A reader of bundles that knows docs/bundle-format.md and the JDK, and no class of the service. Whatever breaks a rule of the page is an
 * {@link IllegalArgumentException}.
 *
 * @param fields the fields of a header
 * @param names the entries of the file, in their order
 */
record PublishedFormatReader(List<Field> fields, List<String> names) {

    private static final int BLOCK = 512;

    private static final int TRAILER = 1024;

    private static final int OCTAL = 8;

    private static final int COLUMNS = 70;

    private static final Pattern LITERAL = Pattern.compile("`([^`]+)`(?: and (a space|NUL))?");

    /** What precedes a public key and a seed in the encodings of RFC 8410. */
    private static final byte[] PUBLIC_KEY = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] PRIVATE_KEY = HexFormat.of().parseHex("302e020100300506032b657004220420");

    PublishedFormatReader {
        fields = List.copyOf(fields);
        names = List.copyOf(names);
    }

    /**
     * A field of a header.
     *
     * @param content the page's words
     */
    record Field(int offset, int length, String name, String content) {}

    /** Returns the contents of a file by name. */
    Map<String, byte[]> read(byte[] file, Instant createdAt) {
        var contents = new LinkedHashMap<String, byte[]>();
        int at = 0;
        for (var name : names) {
            require(file.length >= at + BLOCK, "the file ends before " + name);
            int size = number(file, at, "size");
            require(
                    Arrays.equals(header(name, size, createdAt), Arrays.copyOfRange(file, at, at + BLOCK)),
                    "the header of " + name);
            int begin = at + BLOCK;
            at = begin + padded(size);
            require(file.length >= at, "the file ends in " + name);
            contents.put(name, Arrays.copyOfRange(file, begin, begin + size));
            requireZero(file, begin + size, at);
        }
        require(file.length == at + TRAILER, "the length of the file");
        requireZero(file, at, file.length);
        return contents;
    }

    /** Returns the file that has these contents. */
    byte[] write(Map<String, byte[]> contents, Instant createdAt) {
        var file = new ByteArrayOutputStream();
        contents.forEach((name, content) -> {
            file.writeBytes(header(name, content.length, createdAt));
            file.writeBytes(Arrays.copyOf(content, padded(content.length)));
        });
        file.writeBytes(new byte[TRAILER]);
        return file.toByteArray();
    }

    byte[] header(String name, int size, Instant createdAt) {
        var block = new byte[BLOCK];
        for (var field : fields) {
            var text = switch (field.name()) {
                case "name" -> name;
                case "size" -> "%011o ".formatted(size);
                case "mtime" -> "%011o ".formatted(createdAt.getEpochSecond());
                case "chksum" -> " ".repeat(field.length());
                default -> literal(field.content());
            };
            put(block, field.offset(), text);
        }
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, field("chksum").offset(), "%06o\0 ".formatted(sum));
        return block;
    }

    /** Returns the entries of a decrypted payload whose names are short. */
    Map<String, byte[]> unpack(byte[] gzipped) throws IOException {
        byte[] tar;
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
            tar = gzip.readAllBytes();
        }
        var entries = new LinkedHashMap<String, byte[]>();
        for (int at = 0; tar[at] != 0; at += BLOCK + padded(number(tar, at, "size"))) {
            require(tar[at + field("typeflag").offset()] == '0', "an entry that is no regular file");
            var name = new String(tar, at, field("name").length(), UTF_8).replaceAll("\0.*", "");
            int begin = at + BLOCK;
            entries.put(name, Arrays.copyOfRange(tar, begin, begin + number(tar, at, "size")));
        }
        return entries;
    }

    /** Returns the public key in a signature that belongs to a message. */
    static byte[] verify(byte[] signatureFile, byte[] message) throws GeneralSecurityException {
        var armor = new String(signatureFile, ISO_8859_1);
        var lines = armor.split("\n", -1);
        var blob = ByteBuffer.wrap(
                Base64.getDecoder().decode(String.join("", Arrays.copyOfRange(lines, 1, lines.length - 2))));
        blob.position("SSHSIG".length() + Integer.BYTES);
        var key = ByteBuffer.wrap(string(blob));
        require(Arrays.equals(string(key), "ssh-ed25519".getBytes(UTF_8)), "the type of the key");
        var publicKey = string(key);
        for (var word : List.of("apic-dr", "", "sha512")) {
            require(Arrays.equals(string(blob), word.getBytes(UTF_8)), word);
        }
        var signature = ByteBuffer.wrap(string(blob));
        require(Arrays.equals(string(signature), "ssh-ed25519".getBytes(UTF_8)), "the type of the signature");
        var bytes = string(signature);
        require(armor.equals(armor(publicKey, bytes)), "the form of the signature");
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(join(PUBLIC_KEY, publicKey))));
        verifier.update(signedData(message));
        require(verifier.verify(bytes), "the signature");
        return publicKey;
    }

    /** Returns the signature file that the holder of a seed makes. */
    static String sign(byte[] seed, byte[] publicKey, byte[] message) throws GeneralSecurityException {
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(
                KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(join(PRIVATE_KEY, seed))));
        signer.update(signedData(message));
        return armor(publicKey, signer.sign());
    }

    static byte[] keyBlob(byte[] publicKey) {
        return strings("ssh-ed25519".getBytes(UTF_8), publicKey);
    }

    static String kid(byte[] publicKey) throws GeneralSecurityException {
        return sha256(keyBlob(publicKey)).substring(0, 8);
    }

    static String fingerprint(
            byte[] seed, byte[] publicKey, String lineage, String name, String type, SortedMap<String, byte[]> data)
            throws GeneralSecurityException {
        var message = new ByteArrayOutputStream();
        message.writeBytes(strings(name.getBytes(UTF_8), type.getBytes(UTF_8)));
        data.forEach((key, value) -> message.writeBytes(strings(key.getBytes(UTF_8), value)));
        var hash = hmac(hkdf(seed, "apic-dr/fingerprint/v1\0" + lineage), message.toByteArray());
        return "hmac-sha256:%s:%s".formatted(kid(publicKey), HexFormat.of().formatHex(hash));
    }

    /** Returns the tag of a verdict marker. */
    static String tag(byte[] seed, String... words) throws GeneralSecurityException {
        var message =
                strings(Arrays.stream(words).map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new));
        return HexFormat.of().formatHex(hmac(hkdf(seed, "apic-dr/verification/v1"), message), 0, 16);
    }

    static String sha256(byte[] content) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static byte[] hkdf(byte[] seed, String info) throws GeneralSecurityException {
        return hmac(hmac(new byte[32], seed), (info + "\1").getBytes(UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] signedData(byte[] message) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-512").digest(message);
        return join(
                "SSHSIG".getBytes(UTF_8),
                strings("apic-dr".getBytes(UTF_8), new byte[0], "sha512".getBytes(UTF_8), digest));
    }

    private static String armor(byte[] publicKey, byte[] signature) {
        var blob = join(
                "SSHSIG\0\0\0\1".getBytes(UTF_8),
                strings(
                        keyBlob(publicKey),
                        "apic-dr".getBytes(UTF_8),
                        new byte[0],
                        "sha512".getBytes(UTF_8),
                        strings("ssh-ed25519".getBytes(UTF_8), signature)));
        var file = new StringBuilder("-----BEGIN SSH SIGNATURE-----\n");
        var base64 = Base64.getEncoder().encodeToString(blob);
        for (int at = 0; at < base64.length(); at += COLUMNS) {
            file.append(base64, at, Math.min(at + COLUMNS, base64.length())).append('\n');
        }
        return file.append("-----END SSH SIGNATURE-----\n").toString();
    }

    private static byte[] strings(byte[]... values) {
        var bytes = new ByteArrayOutputStream();
        for (var value : values) {
            bytes.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
            bytes.writeBytes(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] string(ByteBuffer buffer) {
        var value = new byte[buffer.getInt()];
        buffer.get(value);
        return value;
    }

    private static byte[] join(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String literal(String content) {
        if (content.equals("NUL")) {
            return "";
        }
        var literal = LITERAL.matcher(content);
        require(literal.matches(), content);
        var end = literal.group(2);
        return literal.group(1) + (end == null ? "" : end.equals("NUL") ? "\0" : " ");
    }

    private int number(byte[] tar, int at, String name) {
        var field = field(name);
        var text = new String(tar, at + field.offset(), field.length(), ISO_8859_1);
        require(text.matches("[0-7]{11} "), "the number " + text);
        return Integer.parseInt(text.strip(), OCTAL);
    }

    private Field field(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int padded(int size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static void put(byte[] block, int at, String text) {
        var bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static void requireZero(byte[] file, int from, int to) {
        for (int i = from; i < to; i++) {
            require(file[i] == 0, "the padding");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is not as the page says");
        }
    }
}
