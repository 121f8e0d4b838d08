package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** Writes tars entry by entry, also such as no honest writer writes. */
final class TarForge {

    private static final int BLOCK = 512;

    private static final ZipEncoding ENCODING = ZipEncodingHelper.getZipEncoding(UTF_8.name());

    private final List<Part> parts = new ArrayList<>();

    TarForge file(String name, String content) {
        var bytes = content.getBytes(UTF_8);
        return add(header(name, TarConstants.LF_NORMAL, bytes.length), out -> out.write(bytes), bytes.length);
    }

    /** One word of POSIX about the next entry. */
    TarForge extended(String key, String value) {
        var record = " %s=%s\n".formatted(key, value);
        int length = record.length() + String.valueOf(record.length()).length();
        var bytes = (length + record).getBytes(UTF_8);
        var header = header("PaxHeader", TarConstants.LF_PAX_EXTENDED_HEADER_LC, bytes.length);
        return add(header, out -> out.write(bytes), bytes.length);
    }

    TarForge zeros(String name, long size) {
        return add(header(name, TarConstants.LF_NORMAL, size), out -> zeros(out, size), size);
    }

    /** A link, a device or a folder. */
    TarForge link(String name, char type, String target) {
        var header = header(name, (byte) type, 0);
        header.setLinkName(target);
        return add(header, out -> {}, 0);
    }

    /** The name of an entry that does not follow, in the way of GNU. */
    TarForge longName(long size) {
        return add(header("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME, size), out -> zeros(out, size), size);
    }

    /** The header alone of an entry, whatever follows. */
    static byte[] head(String name, long size) throws IOException {
        var block = new byte[BLOCK];
        header(name, TarConstants.LF_NORMAL, size).writeEntryHeader(block, ENCODING, false);
        return block;
    }

    byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        write(bytes);
        return bytes.toByteArray();
    }

    byte[] gzipped() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            write(gzip);
        }
        return bytes.toByteArray();
    }

    /** Gzipped with one byte of the tar changed. */
    byte[] flipped(int at) throws IOException {
        var changed = bytes();
        changed[at] ^= 1;
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(changed);
        }
        return bytes.toByteArray();
    }

    private void write(OutputStream out) throws IOException {
        for (var part : parts) {
            part.write(out);
        }
        zeros(out, 2 * BLOCK);
    }

    private TarForge add(TarArchiveEntry header, Part content, long size) {
        parts.add(out -> {
            var block = new byte[BLOCK];
            header.writeEntryHeader(block, ENCODING, false);
            out.write(block);
            content.write(out);
            zeros(out, (BLOCK - size % BLOCK) % BLOCK);
        });
        return this;
    }

    private static TarArchiveEntry header(String name, byte type, long size) {
        var header = new TarArchiveEntry(name, type, true);
        header.setSize(size);
        return header;
    }

    private static void zeros(OutputStream out, long count) throws IOException {
        var zeros = new byte[1 << 16];
        for (long left = count; left > 0; left -= zeros.length) {
            out.write(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }

    private interface Part {
        void write(OutputStream out) throws IOException;
    }
}
