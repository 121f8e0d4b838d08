package org.apicdr.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a bundle's file: a plain ustar archive (POSIX.1-1988) of exactly four entries in fixed order. The headers
 * depend only on name, size and time, so that any changed byte is detected.
 */
public final class BundleArchiveWriter {

    public static final String RECOVERY = "RECOVERY.md";
    public static final String MANIFEST = "manifest.json";
    public static final String SIGNATURE = "manifest.json.sig";
    public static final String PAYLOAD = "payload.tar.gz.age";

    static final int MAX_FILE = 64 << 20;
    static final int MAX_RECOVERY = 256 << 10;
    static final int MAX_MANIFEST = 1 << 20;
    static final int MAX_SIGNATURE = 4 << 10;
    static final int MAX_PAYLOAD = MAX_FILE - MAX_RECOVERY - MAX_MANIFEST - MAX_SIGNATURE - (16 << 10);

    private static final int BLOCK = 512;

    /** The size of a file whose manifest, signature and payload fill a block each, with 4 headers and 2 blocks at the end. */
    private static final int MIN_FILE = 9 * BLOCK;

    private static final int MODE = 0600;

    private final byte[] recovery;
    private final byte[] manifest;
    private final byte[] signature;
    private final byte[] payload;

    /**
     * @param recovery RECOVERY.md
     * @param manifest manifest.json
     * @param signature manifest.json.sig
     * @param payload payload.tar.gz.age
     */
    public BundleArchiveWriter(byte[] recovery, byte[] manifest, byte[] signature, byte[] payload) {
        this.recovery = recovery;
        this.manifest = manifest;
        this.signature = signature;
        this.payload = payload;
    }

    /**
     * Returns the bytes of the file.
     *
     * @throws IllegalArgumentException if an entry exceeds its maximum size
     */
    public byte[] write(Instant createdAt) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_ERROR);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_ERROR);
            put(tar, header(RECOVERY, checkedSize(RECOVERY, recovery, MAX_RECOVERY), createdAt), recovery);
            put(tar, header(MANIFEST, checkedSize(MANIFEST, manifest, MAX_MANIFEST), createdAt), manifest);
            put(tar, header(SIGNATURE, checkedSize(SIGNATURE, signature, MAX_SIGNATURE), createdAt), signature);
            put(tar, header(PAYLOAD, checkedSize(PAYLOAD, payload, MAX_PAYLOAD), createdAt), payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns whether a bundle can have this size: whole blocks, within the limits. */
    static boolean isPossibleSize(long sizeBytes) {
        return sizeBytes >= MIN_FILE && sizeBytes <= MAX_FILE && sizeBytes % BLOCK == 0;
    }

    /** Returns the canonical header of an entry. */
    static TarArchiveEntry header(String name, long size, Instant createdAt) {
        var entry = new TarArchiveEntry(name);
        entry.setMode(MODE);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setSize(size);
        entry.setLastModifiedTime(FileTime.from(createdAt));
        return entry;
    }

    private static long checkedSize(String name, byte[] content, int max) {
        if (content.length > max) {
            throw new IllegalArgumentException(
                    "%s has %d bytes. At most %d fit into a bundle.".formatted(name, content.length, max));
        }
        return content.length;
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry header, byte[] content) throws IOException {
        tar.putArchiveEntry(header);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
