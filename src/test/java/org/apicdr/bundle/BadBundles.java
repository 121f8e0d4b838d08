package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apicdr.bundle.BundleForge.Forged;
import org.apicdr.crypto.Digests;

/** Bundles that are wrong in every way that somebody thought of, rightly signed where that takes a key. */
public final class BadBundles {

    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int SUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final int MEBIBYTE = 1 << 20;

    private final BundleForge forge;
    private final List<Bad> all = new ArrayList<>();
    private Instant time;

    private BadBundles(BundleForge forge, Instant time) {
        this.forge = forge;
        this.time = time;
    }

    /** All of them, each made a second after the one before. */
    public static List<Bad> of(BundleForge forge, Instant first) {
        var bad = new BadBundles(forge, first);
        try {
            bad.files();
            bad.manifests();
            bad.payloads();
            return bad.all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void files() throws IOException {
        var honest = forge.honest(time).file();
        add(new byte[0], "The file ends before RECOVERY.md");
        for (int end = BLOCK; end < honest.length; end += BLOCK) {
            add(Arrays.copyOf(honest, end), "The file ends ");
        }
        add(withHeader(honest, 0, "../RECOVERY.md", 11, '0'), "The header of RECOVERY.md is not canonical");
        add(withHeader(honest, 0, "/RECOVERY.md", 11, '0'), "The header of RECOVERY.md is not canonical");
        add(withHeader(honest, 0, "RECOVERY.md", 11, '2'), "The header of RECOVERY.md is not canonical");
        add(withHeader(honest, 2, "RECOVERY.md", 11, '0'), "The header of manifest.json is not canonical");
        add(withHeader(honest, 0, "RECOVERY\u00ff.md", 11, '0'), "The header of RECOVERY.md is not canonical");
        add(withHeader(honest, 0, "RECOVERY.md", (8L << 30) - 1, '0'), "RECOVERY.md has a declared size of ");
        var huge = new ByteArrayOutputStream();
        huge.write(withHeader(honest, 2, "manifest.json", 50 * MEBIBYTE, '0'), 0, 3 * BLOCK);
        huge.write(new byte[50 * MEBIBYTE]);
        add(huge.toByteArray(), "manifest.json has a declared size of 52428800 bytes");
    }

    private void manifests() {
        addManifest("{\"formatVersion\": \"2.0\"}".getBytes(UTF_8), "the format version '2.0'");
        addManifest("{\"formatVersion\": \"1.0\u00e9\"}".getBytes(ISO_8859_1), "manifest.json is not UTF-8");
        addManifest(nested(33), "manifest.json is not strict JSON");
        addManifest(nested(500_000), "manifest.json is not strict JSON");
        var many = "{\"a\": [" + "[],".repeat(340_000) + "0]}";
        addManifest(many.getBytes(UTF_8), "manifest.json is not strict JSON");
        addManifest("{\"formatVersion\": \"1.0\"}".getBytes(UTF_8), "manifest.json does not have the documented form");
    }

    private void payloads() throws IOException {
        add(forge.packed(time, bomb()), "The payload unpacks to more than 134217728 bytes");
        add(new TarForge().zeros("a", 100L << 20).zeros("b", 100L << 20), "unpacks to more than 134217728 bytes");
        add(new TarForge().longName(300L << 20), "A header in the payload exceeds its maximum size");
        add(new TarForge().zeros("contents.json", 100L << 20), "contents.json has more than 1048576 bytes");
        var many = new TarForge();
        for (int i = 0; i <= Payload.MAX_ENTRIES; i++) {
            many.file("e" + i, "");
        }
        add(many, "The payload has more than 1000 entries");
        for (var name : List.of("../x", "/etc/passwd", "a/../../x", "caf\u00e9")) {
            add(new TarForge().file(name, "x"), "not a plain file with a safe name");
        }
        add(new TarForge().link("a", '2', "/etc/passwd"), "not a plain file with a safe name");
        add(
                new TarForge().extended("GNU.sparse.size", "2000000000").file("a", "x"),
                "not a plain file with a safe name");
        add(new TarForge().file("a", "1").file("a", "2"), "The payload has two entries named a.");
        add(new TarForge().file("a", "1"), "The payload has no contents.json");
        add(forge.packed(time, "no gzip at all".getBytes(UTF_8)), "GZIP");
    }

    /** Four mebibytes that are gigabytes of zeros. */
    private static byte[] bomb() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(gzip(TarForge.head("a", 64L << 20)));
        var zeros = gzip(new byte[16 * MEBIBYTE]);
        for (int i = 0; i < 256; i++) {
            bytes.write(i % 4 == 0 && i > 0 ? gzip(TarForge.head("a" + i, 64L << 20)) : new byte[0]);
            bytes.write(zeros);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] nested(int depth) {
        return ("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8);
    }

    /** With another header in one of its blocks, its sum right. */
    private static byte[] withHeader(byte[] file, int block, String name, long size, char type) {
        var changed = file.clone();
        int at = block * BLOCK;
        Arrays.fill(changed, at, at + NAME_LENGTH, (byte) 0);
        put(changed, at, name);
        put(changed, at + SIZE_AT, "%011o".formatted(size));
        changed[at + TYPE_AT] = (byte) type;
        put(changed, at + SUM_AT, "        ");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += changed[at + i] & 0xff;
        }
        put(changed, at + SUM_AT, "%06o\0 ".formatted(sum));
        return changed;
    }

    private static void put(byte[] file, int at, String text) {
        var bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, file, at, bytes.length);
    }

    private void add(byte[] file, String why) {
        var name = BundleId.of("management", "82b290a2", time, Digests.sha256Hex(file), false);
        all.add(new Bad(name, file, why));
        time = time.plusSeconds(1);
    }

    private void add(TarForge tar, String why) throws IOException {
        add(forge.packed(time, tar.gzipped()), why);
    }

    private void addManifest(byte[] manifest, String why) {
        add(forge.written(time, json -> manifest), why);
    }

    private void add(Forged forged, String why) {
        all.add(new Bad(forged.id(), forged.file(), why));
        time = time.plusSeconds(1);
    }

    /** One of them, and a part of the sentence that says what is wrong with it. */
    public static final class Bad {

        private final BundleId id;
        private final byte[] file;
        private final String why;

        private Bad(BundleId id, byte[] file, String why) {
            this.id = id;
            this.file = file;
            this.why = why;
        }

        public StoredBundle stored() {
            return new StoredBundle(BundleForge.FOLDER, id, file.length);
        }

        public BundleId id() {
            return id;
        }

        public byte[] file() {
            return file;
        }

        public String why() {
            return why;
        }
    }
}
