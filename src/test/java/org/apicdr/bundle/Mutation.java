package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bytes at random, in ways that readers trip over; the same seed makes the same changes. */
final class Mutation {

    private static final int BLOCK = 512;

    private static final int MOST = 4;

    private static final List<String> NUMBERS = List.of(
            "77777777777\0",
            "00000000000\0",
            "00000000777 ",
            "-0000000001\0",
            "\u0080\u00ff\u00ff\u00ff",
            "0",
            "99999");

    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            "null",
            "\\ud800",
            "1e999",
            "-> X25519 ",
            "---",
            "\n",
            "../",
            "\0",
            "\u00ff",
            "2.0");

    private final Random random;

    Mutation(long seed) {
        this.random = new Random(seed);
    }

    byte[] of(byte[] original) {
        var changed = original;
        for (int left = 1 + random.nextInt(MOST); left > 0; left--) {
            changed = once(changed);
        }
        return changed;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return WORDS.get(random.nextInt(WORDS.size())).getBytes(ISO_8859_1);
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(9)) {
            case 0 -> flipped(bytes, at);
            case 1 -> overwritten(bytes, at, one(WORDS));
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(bytes, at, one(WORDS), at);
            case 4 -> joined(bytes, at, new byte[random.nextInt(2 * BLOCK)], at);
            case 5 -> joined(bytes, at, piece(bytes), at);
            case 6 -> joined(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(2 * BLOCK)));
            case 7 -> overwritten(bytes, at, piece(bytes));
            default -> overwritten(bytes, at / BLOCK * BLOCK + (random.nextBoolean() ? 124 : 136), one(NUMBERS));
        };
    }

    private byte[] one(List<String> texts) {
        return texts.get(random.nextInt(texts.size())).getBytes(ISO_8859_1);
    }

    /** Whole blocks, or any bytes. */
    private byte[] piece(byte[] bytes) {
        int unit = random.nextBoolean() ? BLOCK : 1;
        int from = random.nextInt(bytes.length) / unit * unit;
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + (1 + random.nextInt(4)) * unit));
    }

    private byte[] flipped(byte[] bytes, int at) {
        var changed = bytes.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    private static byte[] overwritten(byte[] bytes, int at, byte[] piece) {
        var changed = bytes.clone();
        for (int i = 0; i < piece.length && at + i < changed.length; i++) {
            changed[at + i] = piece[i];
        }
        return changed;
    }

    private static byte[] joined(byte[] bytes, int end, byte[] middle, int start) {
        var joined = Arrays.copyOf(bytes, end + middle.length + bytes.length - start);
        System.arraycopy(middle, 0, joined, end, middle.length);
        System.arraycopy(bytes, start, joined, end + middle.length, bytes.length - start);
        return joined;
    }
}
