package org.apicdr.bundle;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * The decrypted payload of a bundle: a gzipped tar of text files, and contents.json with the digest of each. Contains
 * secrets and must never be printed.
 */
public final class Payload {

    static final String CONTENTS = "contents.json";

    static final int MAX_UNPACKED = 128 << 20;
    static final int MAX_ENTRIES = 1_000;

    /** Enough for a thousand entries with the longest names. */
    static final int MAX_CONTENTS = 1 << 20;

    /**
     * Limit for the bytes before an entry: padding, its header, and a long name with its own header. Also limits the
     * end of the tar.
     */
    private static final int MAX_HEADERS = 32 << 10;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    private static final int MODE = 0600;

    private final SortedMap<String, byte[]> entries;

    /**
     * @param entries content by name, without contents.json
     * @throws IllegalArgumentException if a name could escape the folder it is unpacked to, or a limit is exceeded
     */
    public Payload(Map<String, byte[]> entries) {
        entries.keySet().forEach(Payload::requireName);
        long size =
                entries.values().stream().mapToLong(content -> content.length).sum();
        if (entries.size() >= MAX_ENTRIES || size > MAX_UNPACKED) {
            throw new IllegalArgumentException(
                    "The payload has %d entries and %d bytes. At most %d entries and %d bytes fit."
                            .formatted(entries.size(), size, MAX_ENTRIES, MAX_UNPACKED));
        }
        this.entries = new TreeMap<>(entries);
    }

    public SortedMap<String, byte[]> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }

    public Optional<byte[]> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** Returns the gzipped tar, with contents.json as the last entry. */
    public byte[] pack(Instant createdAt) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes);
                var tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var entry : entries.entrySet()) {
                put(tar, entry.getKey(), entry.getValue(), createdAt);
            }
            put(tar, CONTENTS, StrictJson.write(PayloadIndex.of(entries)), createdAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Unpacks a payload and checks every entry against contents.json.
     *
     * @throws CorruptBundleException if the payload is incomplete, has an entry twice, or exceeds a limit
     * @throws IOException if reading fails
     */
    public static Payload unpack(InputStream packed) throws CorruptBundleException, IOException {
        return new Payload(unpack(packed, new PayloadEntryCollector(name -> true, MAX_UNPACKED))
                .kept());
    }

    /**
     * Unpacks a payload and checks every entry against contents.json, but keeps only the wanted entries in memory.
     *
     * @param wanted selects the entries to keep by name
     * @param maxBytes the maximum total size of the kept entries
     */
    public static Unpacked unpack(InputStream packed, Predicate<String> wanted, long maxBytes)
            throws CorruptBundleException, IOException {
        var entries = unpack(packed, new PayloadEntryCollector(wanted, maxBytes));
        return new Unpacked(
                entries.complete() ? Optional.of(new Payload(entries.kept())) : Optional.empty(), entries.count());
    }

    private static PayloadEntryCollector unpack(InputStream packed, PayloadEntryCollector entries)
            throws CorruptBundleException, IOException {
        long remaining = MAX_UNPACKED;
        var unpacked = new BoundedInputStream(new GZIPInputStream(packed));
        try (var tar = new TarArchiveInputStream(unpacked, StandardCharsets.UTF_8.name())) {
            for (var entry = next(tar, unpacked); entry != null; entry = next(tar, unpacked)) {
                requireValidEntry(entry, entries);
                remaining -= entry.getSize();
                if (remaining < 0) {
                    throw new CorruptBundleException(
                            "The payload unpacks to more than %d bytes.".formatted(MAX_UNPACKED));
                }
                unpacked.allow(entry.getName(), entry.getSize());
                entries.add(entry.getName(), entry.getSize(), tar);
            }
            // the payload is known to be complete only at its end
            packed.transferTo(OutputStream.nullOutputStream());
        }
        entries.check();
        return entries;
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, BoundedInputStream unpacked)
            throws IOException {
        unpacked.allow("A header in the payload", MAX_HEADERS);
        return tar.getNextEntry();
    }

    private static void requireValidEntry(TarArchiveEntry entry, PayloadEntryCollector entries)
            throws CorruptBundleException {
        var name = entry.getName();
        if (entry.getLinkFlag() != TarConstants.LF_NORMAL || entry.isSparse() || !isName(name)) {
            throw new CorruptBundleException("The payload has an entry that is not a plain file with a safe name.");
        }
        if (entries.has(name)) {
            throw new CorruptBundleException("The payload has two entries named %s.".formatted(name));
        }
        if (entries.count() >= MAX_ENTRIES) {
            throw new CorruptBundleException("The payload has more than %d entries.".formatted(MAX_ENTRIES));
        }
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("'%s' is not a valid name for an entry.".formatted(name));
        }
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches()
                && List.of(name.split("/")).stream().noneMatch(part -> part.equals(".") || part.equals(".."));
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content, Instant createdAt)
            throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setMode(MODE);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setSize(content.length);
        entry.setLastModifiedTime(FileTime.from(createdAt));
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /**
     * A payload that matches contents.json.
     *
     * @param wanted the wanted entries; empty if they exceed the maximum size
     * @param entries the number of entries
     */
    public record Unpacked(Optional<Payload> wanted, int entries) {}

    /**
     * Limits the number of bytes that can be read or skipped. Fails if the limit set by the last call of {@link #allow} is
     * exceeded.
     */
    static final class BoundedInputStream extends FilterInputStream {

        private String entryName = "";
        private long remaining;

        BoundedInputStream(InputStream in) {
            super(in);
        }

        /** Sets a new limit for the bytes that follow. Discards the remainder of the previous one. */
        void allow(String name, long bytes) {
            entryName = name;
            remaining = bytes;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        @Override
        public long skip(long length) throws IOException {
            long skipped = super.skip(length);
            count(skipped);
            return skipped;
        }

        private void count(long more) throws IOException {
            remaining -= more;
            if (remaining < 0) {
                throw new IOException("%s exceeds its maximum size.".formatted(entryName));
            }
        }
    }
}
