package org.apicdr.bundle;

import java.io.ByteArrayOutputStream;
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
 * Reads a bundle's file in one pass and streams the payload. Every header is rebuilt from its size and time and
 * compared with the original, so that only the canonical form is accepted.
 */
public final class ArchiveReader {

    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int TIME_AT = 136;
    private static final int NUMBER_LENGTH = 12;
    private static final int TRAILER = 2 * BLOCK;

    private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8.name());

    private final CountingDigestInputStream in;
    private long time = -1;

    private ArchiveReader(InputStream in) {
        this.in = new CountingDigestInputStream(in);
    }

    /**
     * Reads a whole file and copies its payload.
     *
     * @param payload receives the sealed payload as it is read
     * @throws CorruptBundleException if the file is not canonical, is truncated or exceeds a limit
     * @throws IOException if the store fails
     */
    public static ArchiveContents read(InputStream in, OutputStream payload)
            throws CorruptBundleException, IOException {
        return read(in, content -> content.transferTo(payload));
    }

    /**
     * Reads a whole file and passes its sealed payload to a consumer. Whether the payload is the signed one is only
     * known after this method has returned.
     *
     * @throws CorruptBundleException if the file is not canonical, is truncated or exceeds a limit, or if the consumer
     *     throws it
     * @throws IOException if the store fails, or if the consumer throws it
     */
    public static ArchiveContents read(InputStream in, PayloadUse use) throws CorruptBundleException, IOException {
        return new ArchiveReader(in).readContents(use);
    }

    private ArchiveContents readContents(PayloadUse use) throws CorruptBundleException, IOException {
        var recovery = readFully(BundleArchiveWriter.RECOVERY, BundleArchiveWriter.MAX_RECOVERY);
        var manifest = readFully(BundleArchiveWriter.MANIFEST, BundleArchiveWriter.MAX_MANIFEST);
        var signature = readFully(BundleArchiveWriter.SIGNATURE, BundleArchiveWriter.MAX_SIGNATURE);
        var sealed = readEntry(BundleArchiveWriter.PAYLOAD, BundleArchiveWriter.MAX_PAYLOAD, use);
        requireEnd();
        return new ArchiveContents(
                Part.of(recovery), manifest, signature, sealed, Instant.ofEpochSecond(time), in.part());
    }

    private byte[] readFully(String name, int max) throws CorruptBundleException, IOException {
        var bytes = new ByteArrayOutputStream();
        readEntry(name, max, content -> content.transferTo(bytes));
        return bytes.toByteArray();
    }

    private Part readEntry(String name, int max, PayloadUse use) throws CorruptBundleException, IOException {
        long size = readHeader(name, max);
        var content = new CountingDigestInputStream(new EntryStream(in, size));
        use.read(content);
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

    /** Consumes the sealed payload. An implementation need not read to the end. */
    @FunctionalInterface
    public interface PayloadUse {
        void read(InputStream sealed) throws CorruptBundleException, IOException;
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
