package org.apicdr.testsupport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Secrets that must turn up nowhere, and the search for them. Pieces are searched for, not wholes: a line may be cut or
 * wrapped. A piece as long as four groups of Base64, taken at every offset, meets all three alignments of Base64.
 */
public final class Canaries {

    /** Long enough that nothing else looks like it by chance. */
    static final int PIECE = 12;

    /** A large secret that leaks does so from its start. */
    private static final int SEARCHED = 400;

    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private static final int KEY_LENGTH = 32;

    /** In an OpenSSH file it stands before both halves of an Ed25519 key. */
    private static final String LENGTH_OF_KEY_PAIR = "\0\0\0@";

    private static final String IDENTITY = "AGE-SECRET-KEY-1";

    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private static final int CHECKSUM = 6;

    /** What to look for and what it means, by the first bytes, so that a text is read once. */
    private final Map<Long, Map<String, String>> traces = new HashMap<>();

    /** A secret that is text. */
    public void add(String name, String secret) {
        add(name, secret.getBytes(UTF_8));
    }

    /** A secret; what is too short to be told from other words is not searched for. */
    public void add(String name, byte[] secret) {
        var end = Math.min(secret.length, SEARCHED);
        for (int start = 0; start + PIECE <= end; start++) {
            var piece = Arrays.copyOfRange(secret, start, start + PIECE);
            forms(piece).forEach((form, text) -> addTrace(text, "%s in %s form".formatted(name, form)));
        }
    }

    /** An Ed25519 key without a passphrase: the half that is not public. */
    public void addPrivateKey(String name, Path file) {
        var lines = lines(file).filter(line -> !line.startsWith("-")).collect(Collectors.joining());
        var bytes = Base64.getDecoder().decode(lines);
        int half = new String(bytes, ISO_8859_1).lastIndexOf(LENGTH_OF_KEY_PAIR) + LENGTH_OF_KEY_PAIR.length();
        add(name, Arrays.copyOfRange(bytes, half, half + KEY_LENGTH));
    }

    /** An age identity: as it is written, and the bytes that it stands for. */
    public void addIdentity(String name, Path file) {
        var identity = lines(file)
                .filter(line -> line.startsWith(IDENTITY))
                .findFirst()
                .orElseThrow();
        add(name, identity);
        var digits = identity.substring(IDENTITY.length(), identity.length() - CHECKSUM)
                .toLowerCase(Locale.ROOT);
        var number = digits.chars()
                .mapToObj(digit -> BigInteger.valueOf(BECH32.indexOf(digit)))
                .reduce(BigInteger.ZERO, (left, digit) -> left.shiftLeft(5).or(digit));
        var padded = number.shiftRight(digits.length() * 5 - KEY_LENGTH * Byte.SIZE)
                .setBit(KEY_LENGTH * Byte.SIZE)
                .toByteArray();
        add(name, Arrays.copyOfRange(padded, 1, padded.length));
    }

    /** Which secrets stand in a text, and in which form. */
    public List<String> in(byte[] text) {
        var found = new TreeSet<String>();
        long window = 0;
        for (int i = 0; i < text.length; i++) {
            window = window << Byte.SIZE | (text[i] & 0xff);
            int start = i - Long.BYTES + 1;
            if (start >= 0) {
                traces.getOrDefault(window, Map.of()).forEach((trace, meaning) -> {
                    if (stands(trace, text, start)) {
                        found.add(meaning);
                    }
                });
            }
        }
        return List.copyOf(found);
    }

    /** As a program may write bytes; a dump has them in hexadecimal with blanks, and Java's arrays in decimal. */
    static Map<String, String> forms(byte[] piece) {
        var plain = new String(piece, ISO_8859_1);
        var forms = new LinkedHashMap<String, String>();
        forms.put("plain", plain);
        forms.put("base64", Base64.getEncoder().encodeToString(piece));
        forms.put("base64url", Base64.getUrlEncoder().encodeToString(piece));
        forms.put("hex", HexFormat.of().formatHex(piece));
        forms.put("HEX", HexFormat.of().withUpperCase().formatHex(piece));
        forms.put("hex dump", SPACED.formatHex(piece));
        forms.put("HEX dump", SPACED.withUpperCase().formatHex(piece));
        forms.put("url", URLEncoder.encode(plain, ISO_8859_1));
        forms.put(
                "array",
                IntStream.range(0, piece.length)
                        .mapToObj(i -> String.valueOf(piece[i]))
                        .collect(Collectors.joining(", ")));
        return forms;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addTrace(String text, String meaning) {
        long window = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            window = window << Byte.SIZE | text.charAt(i);
        }
        traces.computeIfAbsent(window, first -> new HashMap<>()).putIfAbsent(text, meaning);
    }

    private static boolean stands(String trace, byte[] text, int start) {
        int end = start + trace.length();
        return end <= text.length && trace.equals(new String(text, start, trace.length(), ISO_8859_1));
    }
}
