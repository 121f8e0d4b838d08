package org.apicdr.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.apicdr.bundle.ArchiveContents.Part;
import org.apicdr.crypto.Digests;

/**
 * Reads a bundle's file in one pass. {@link #open} reads what precedes the payload, {@link #payload} streams the payload,
 * and {@link #finish} reads the rest. Every header is rebuilt from its size and time and compared with the original, so that
 * only the canonical form is accepted.
 */
final class ArchiveReader {

    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int TIME_AT = 136;
    private static final int NUMBER_LENGTH = 12;
    private static final int TRAILER = 2 * BLOCK;

    private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8.name());

    private final CountingDigestInputStream in;
    private final byte[] recovery;
    private final byte[] manifest;
    private final byte[] signature;
    private final long payloadSize;
    private final CountingDigestInputStream payload;
    private long time = -1;

    private ArchiveReader(InputStream file) throws CorruptBundleException, IOException {
        in = new CountingDigestInputStream(file);
        recovery = readEntry(BundleArchiveWriter.RECOVERY, BundleArchiveWriter.MAX_RECOVERY);
        manifest = readEntry(BundleArchiveWriter.MANIFEST, BundleArchiveWriter.MAX_MANIFEST);
        signature = readEntry(BundleArchiveWriter.SIGNATURE, BundleArchiveWriter.MAX_SIGNATURE);
        payloadSize = readHeader(BundleArchiveWriter.PAYLOAD, BundleArchiveWriter.MAX_PAYLOAD);
        payload = new CountingDigestInputStream(new EntryStream(in, payloadSize));
    }

    /**
     * Reads a file up to its payload.
     *
     * @throws CorruptBundleException if the file is not canonical, is truncated or exceeds a limit
     * @throws IOException if the store fails
     */
    static ArchiveReader open(InputStream file) throws CorruptBundleException, IOException {
        return new ArchiveReader(file);
    }

    /**
     * Reads a whole file and copies its payload.
     *
     * @param payload receives the sealed payload as it is read
     * @throws CorruptBundleException if the file is not canonical, is truncated or exceeds a limit
     * @throws IOException if the store fails
     */
    static ArchiveContents read(InputStream file, OutputStream payload) throws CorruptBundleException, IOException {
        var archive = open(file);
        archive.payload().transferTo(payload);
        return archive.finish();
    }

    /** Returns the bytes of manifest.json. */
    byte[] manifest() {
        return manifest;
    }

    /** Returns the bytes of manifest.json.sig. */
    byte[] signature() {
        return signature;
    }

    /**
     * Returns a stream of the sealed payload, which ends early if the file does. It need not be read to its end. Whether the
     * payload is the signed one is known only after {@link #finish}.
     */
    InputStream payload() {
        return payload;
    }

    /**
     * Reads the rest of the file and returns its contents.
     *
     * @throws CorruptBundleException if the file is not canonical, is truncated or exceeds a limit
     * @throws IOException if the store fails
     */
    ArchiveContents finish() throws CorruptBundleException, IOException {
        var sealed = finishEntry(BundleArchiveWriter.PAYLOAD, payloadSize, payload);
        requireEnd();
        return new ArchiveContents(
                Part.of(recovery), manifest, signature, sealed, Instant.ofEpochSecond(time), in.part());
    }

    private byte[] readEntry(String name, int max) throws CorruptBundleException, IOException {
        long size = readHeader(name, max);
        var content = new CountingDigestInputStream(new EntryStream(in, size));
        var bytes = content.readAllBytes();
        finishEntry(name, size, content);
        return bytes;
    }

    private Part finishEntry(String name, long size, CountingDigestInputStream content)
            throws CorruptBundleException, IOException {
        content.transferTo(OutputStream.nullOutputStream());
        var part = content.part();
        if (part.sizeBytes() < size) {
            throw new CorruptBundleException("The file ends within %s.".formatted(name));
        }
        requireZeros((int) ((BLOCK - size % BLOCK) % BLOCK), "after " + name);
        return part;
    }

    private long readHeader(String name, int max) throws CorruptBundleException, IOException {
        var block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new CorruptBundleException("The file ends before %s.".formatted(name));
        }
        long size = parseNumber(block, SIZE_AT, name);
        long modified = parseNumber(block, TIME_AT, name);
        if (size > max) {
            throw new CorruptBundleException(
                    "%s has a declared size of %d bytes. At most %d are allowed.".formatted(name, size, max));
        }
        if (!Arrays.equals(block, canonicalHeader(name, size, modified)) || (time >= 0 && time != modified)) {
            throw new CorruptBundleException("The header of %s is not canonical.".formatted(name));
        }
        time = modified;
        return size;
    }

    private static long parseNumber(byte[] block, int offset, String name) throws CorruptBundleException {
        try {
            return TarUtils.parseOctal(block, offset, NUMBER_LENGTH);
        } catch (IllegalArgumentException e) {
            throw new CorruptBundleException("The header of %s is not a tar header.".formatted(name), e);
        }
    }

    private static byte[] canonicalHeader(String name, long size, long time) throws IOException {
        var block = new byte[BLOCK];
        BundleArchiveWriter.header(name, size, Instant.ofEpochSecond(time)).writeEntryHeader(block, UTF_8, false);
        return block;
    }

    private void requireEnd() throws CorruptBundleException, IOException {
        requireZeros(TRAILER, "at the end");
        if (in.read() >= 0) {
            throw new CorruptBundleException("The archive is followed by other data.");
        }
    }

    private void requireZeros(int count, String position) throws CorruptBundleException, IOException {
        var padding = in.readNBytes(count);
        for (byte b : padding) {
            if (b != 0) {
                throw new CorruptBundleException("The padding %s is not zero.".formatted(position));
            }
        }
        if (padding.length < count) {
            throw new CorruptBundleException("The file ends in the padding %s.".formatted(position));
        }
    }

    /** Counts and hashes the bytes that are read. */
    private static final class CountingDigestInputStream extends DigestInputStream {

        private long count;

        CountingDigestInputStream(InputStream in) {
            super(in, Digests.newSha256());
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }

        /** Returns the count and digest of the bytes read so far, and resets the digest. */
        Part part() {
            return new Part(count, HexFormat.of().formatHex(getMessageDigest().digest()));
        }
    }

    /** The content of one entry. Ends early if the file does. */
    private static final class EntryStream extends InputStream {

        private final InputStream file;
        private long remaining;

        EntryStream(InputStream file, long size) {
            this.file = file;
            this.remaining = size;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (remaining == 0) {
                return -1;
            }
            int read = file.read(buffer, offset, (int) Math.min(remaining, length));
            remaining -= Math.max(0, read);
            return read;
        }
    }
}
