package org.apicdr.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.apicdr.bundle.ArchiveContents.Part;

/**
 * Reads a bundle's file in one pass, the payload streamed. Each header is built anew from its size and time and compared,
 * so nothing but the canonical form passes.
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
     * Reads a whole file.
     *
     * @param payload receives the sealed payload as it is read
     * @throws CorruptBundleException where it is not canonical, not whole or over a bound
     * @throws IOException where the store fails
     */
    public static ArchiveContents read(InputStream in, OutputStream payload)
            throws CorruptBundleException, IOException {
        return read(in, content -> content.transferTo(payload));
    }

    /**
     * The same where the sealed payload is not kept but used while it passes. That it is the one that was signed is known
     * only afterwards.
     *
     * @throws CorruptBundleException as above, or by that use
     * @throws IOException where the store fails, or by that use
     */
    public static ArchiveContents read(InputStream in, PayloadUse use) throws CorruptBundleException, IOException {
        return new ArchiveReader(in).contents(use);
    }

    private ArchiveContents contents(PayloadUse use) throws CorruptBundleException, IOException {
        var recovery = whole(BundleArchiveWriter.RECOVERY, BundleArchiveWriter.MAX_RECOVERY);
        var manifest = whole(BundleArchiveWriter.MANIFEST, BundleArchiveWriter.MAX_MANIFEST);
        var signature = whole(BundleArchiveWriter.SIGNATURE, BundleArchiveWriter.MAX_SIGNATURE);
        var sealed = entry(BundleArchiveWriter.PAYLOAD, BundleArchiveWriter.MAX_PAYLOAD, use);
        end();
        return new ArchiveContents(
                Part.of(recovery), manifest, signature, sealed, Instant.ofEpochSecond(time), in.part());
    }

    private byte[] whole(String name, int max) throws CorruptBundleException, IOException {
        var bytes = new ByteArrayOutputStream();
        entry(name, max, content -> content.transferTo(bytes));
        return bytes.toByteArray();
    }

    private Part entry(String name, int max, PayloadUse use) throws CorruptBundleException, IOException {
        long size = header(name, max);
        var content = new CountingDigestInputStream(new EntryStream(in, size));
        use.read(content);
        content.transferTo(OutputStream.nullOutputStream());
        var part = content.part();
        if (part.sizeBytes() < size) {
            throw new CorruptBundleException("the file ends within " + name);
        }
        zeros((int) ((BLOCK - size % BLOCK) % BLOCK), "after " + name);
        return part;
    }

    private long header(String name, int max) throws CorruptBundleException, IOException {
        var block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new CorruptBundleException("the file ends before " + name);
        }
        long size = number(block, SIZE_AT, name);
        long modified = number(block, TIME_AT, name);
        if (size > max) {
            throw new CorruptBundleException("%s claims %d bytes; at most %d are allowed".formatted(name, size, max));
        }
        if (!Arrays.equals(block, canonical(name, size, modified)) || (time >= 0 && time != modified)) {
            throw new CorruptBundleException("the header of %s is not canonical".formatted(name));
        }
        time = modified;
        return size;
    }

    private static long number(byte[] block, int at, String name) throws CorruptBundleException {
        try {
            return TarUtils.parseOctal(block, at, NUMBER_LENGTH);
        } catch (IllegalArgumentException e) {
            throw new CorruptBundleException("where %s should begin is no tar header".formatted(name), e);
        }
    }

    private static byte[] canonical(String name, long size, long time) throws IOException {
        var block = new byte[BLOCK];
        BundleArchiveWriter.header(name, size, Instant.ofEpochSecond(time)).writeEntryHeader(block, UTF_8, false);
        return block;
    }

    private void end() throws CorruptBundleException, IOException {
        zeros(TRAILER, "at the end");
        if (in.read() >= 0) {
            throw new CorruptBundleException("there is something after the end of the archive");
        }
    }

    private void zeros(int count, String where) throws CorruptBundleException, IOException {
        var padding = in.readNBytes(count);
        for (byte b : padding) {
            if (b != 0) {
                throw new CorruptBundleException("the padding %s is not zero".formatted(where));
            }
        }
        if (padding.length < count) {
            throw new CorruptBundleException("the file ends in the padding " + where);
        }
    }

    /** Reads the sealed payload, as far as it likes. */
    @FunctionalInterface
    public interface PayloadUse {
        void read(InputStream sealed) throws CorruptBundleException, IOException;
    }

    /** One entry of the file; what ends early ends early here too. */
    private static final class EntryStream extends InputStream {

        private final InputStream file;
        private long left;

        EntryStream(InputStream file, long size) {
            this.file = file;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = file.read(buffer, offset, (int) Math.min(left, length));
            left -= Math.max(0, read);
            return read;
        }
    }
}
