package org.apicdr.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apicdr.bundle.ArchiveContents.Part;
import org.apicdr.crypto.Digests;
import org.jspecify.annotations.Nullable;

/**
 * The decrypted payload of a bundle: a gzipped tar of text files, and contents.json with the digest of each. Contains
 * secrets and must never be printed.
 */
public final class Payload {

    static final String CONTENTS = "contents.json";

    static final int MAX_UNPACKED = 128 << 20;
    static final int MAX_ENTRIES = 1_000;

    /** The size of a payload whose parsed entries are kept. */
    private static final int MAX_PARSED = 8 << 20;

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

    /** The parsed content of entries, by name, unless there is so much that it would fill the heap. */
    private final Map<String, JsonNode> parsed = new ConcurrentHashMap<>();

    private final boolean keepsParsed;

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
        this.keepsParsed = size <= MAX_PARSED;
    }

    public SortedMap<String, byte[]> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }

    public Optional<byte[]> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /**
     * Returns an entry that is YAML. The result must not be changed, as it may be returned again.
     *
     * @throws UncheckedIOException if it cannot be parsed
     */
    public Optional<JsonNode> yaml(String name) {
        return entry(name)
                .map(content ->
                        keepsParsed ? parsed.computeIfAbsent(name, key -> Yaml.read(content)) : Yaml.read(content));
    }

    /**
     * Returns a payload with one more entry.
     *
     * @throws IllegalArgumentException if a limit is exceeded
     */
    public Payload with(String name, byte[] content) {
        var more = new TreeMap<>(entries);
        more.put(name, content);
        var payload = new Payload(more);
        if (payload.keepsParsed) {
            payload.parsed.putAll(parsed);
            payload.parsed.remove(name);
        }
        return payload;
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
            put(tar, CONTENTS, StrictJson.write(Index.of(entries)), createdAt);
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
        var unpacker = new Unpacker(name -> true, MAX_UNPACKED);
        unpacker.unpack(packed);
        return new Payload(unpacker.kept);
    }

    /**
     * Unpacks a payload and checks every entry against contents.json, but keeps only the wanted entries in memory.
     *
     * @param wanted selects the entries to keep by name
     * @param maxBytes the maximum total size of the kept entries; if it is exceeded, no entry is kept
     */
    public static Unpacked unpack(InputStream packed, Predicate<String> wanted, long maxBytes)
            throws CorruptBundleException, IOException {
        var unpacker = new Unpacker(wanted, maxBytes);
        unpacker.unpack(packed);
        return new Unpacked(
                unpacker.keptAll() ? Optional.of(new Payload(unpacker.kept)) : Optional.empty(),
                unpacker.digests.size());
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
     * The content of contents.json: size and digest of every other entry of the payload.
     *
     * @param entries sorted by name
     */
    record Index(List<Entry> entries) {

        Index {
            entries = List.copyOf(entries);
        }

        static Index of(SortedMap<String, byte[]> contents) {
            return new Index(contents.entrySet().stream()
                    .map(entry ->
                            new Entry(entry.getKey(), entry.getValue().length, Digests.sha256Hex(entry.getValue())))
                    .toList());
        }

        void check(Map<String, Part> found) throws CorruptBundleException {
            for (var entry : entries) {
                var part = found.get(entry.name);
                if (part == null || !part.equals(new Part(entry.sizeBytes, entry.sha256))) {
                    throw new CorruptBundleException("%s does not match contents.json.".formatted(entry.name));
                }
            }
            if (entries.size() != found.size()) {
                throw new CorruptBundleException(
                        "contents.json does not list every entry of the payload exactly once.");
            }
        }

        /**
         * @param sha256 lower-case hex
         */
        record Entry(String name, long sizeBytes, String sha256) {}
    }

    /** Unpacks a payload. Computes the digests of all entries and keeps the content of the wanted ones. */
    private static final class Unpacker {

        private final Predicate<String> wanted;
        private final Map<String, Part> digests = new HashMap<>();
        private final Map<String, byte[]> kept = new HashMap<>();
        private byte[] contents = new byte[0];
        private long remaining = MAX_UNPACKED;
        private long remainingToKeep;

        Unpacker(Predicate<String> wanted, long maxBytes) {
            this.wanted = wanted;
            this.remainingToKeep = maxBytes;
        }

        boolean keptAll() {
            return remainingToKeep >= 0;
        }

        void unpack(InputStream packed) throws CorruptBundleException, IOException {
            var unpacked = new BoundedInputStream(new GZIPInputStream(packed));
            try (var tar = new TarArchiveInputStream(unpacked, StandardCharsets.UTF_8.name())) {
                for (var entry = next(tar, unpacked); entry != null; entry = next(tar, unpacked)) {
                    requireValid(entry);
                    remaining -= entry.getSize();
                    if (remaining < 0) {
                        throw new CorruptBundleException(
                                "The payload unpacks to more than %d bytes.".formatted(MAX_UNPACKED));
                    }
                    unpacked.allow(entry.getName(), entry.getSize());
                    add(entry.getName(), entry.getSize(), tar);
                }
                // the payload is known to be complete only at its end
                packed.transferTo(OutputStream.nullOutputStream());
            }
            if (digests.remove(CONTENTS) == null) {
                throw new CorruptBundleException("The payload has no %s.".formatted(CONTENTS));
            }
            StrictJson.read(CONTENTS, StrictJson.read(CONTENTS, contents), Index.class)
                    .check(digests);
        }

        private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, BoundedInputStream unpacked)
                throws IOException {
            unpacked.allow("A header in the payload", MAX_HEADERS);
            return tar.getNextEntry();
        }

        private void requireValid(TarArchiveEntry entry) throws CorruptBundleException {
            var name = entry.getName();
            if (entry.getLinkFlag() != TarConstants.LF_NORMAL || entry.isSparse() || !isName(name)) {
                throw new CorruptBundleException("The payload has an entry that is not a plain file with a safe name.");
            }
            if (digests.containsKey(name)) {
                throw new CorruptBundleException("The payload has two entries named %s.".formatted(name));
            }
            if (digests.size() >= MAX_ENTRIES) {
                throw new CorruptBundleException("The payload has more than %d entries.".formatted(MAX_ENTRIES));
            }
        }

        /** Reads an entry to its end. */
        private void add(String name, long size, InputStream tar) throws CorruptBundleException, IOException {
            var content = new DigestInputStream(tar, Digests.newSha256());
            if (name.equals(CONTENTS)) {
                if (size > MAX_CONTENTS) {
                    throw new CorruptBundleException("%s has more than %d bytes.".formatted(CONTENTS, MAX_CONTENTS));
                }
                contents = content.readAllBytes();
            } else if (wanted.test(name)) {
                keep(name, size, content);
            }
            content.transferTo(OutputStream.nullOutputStream());
            var sha256 = HexFormat.of().formatHex(content.getMessageDigest().digest());
            digests.put(name, new Part(size, sha256));
        }

        private void keep(String name, long size, InputStream content) throws IOException {
            remainingToKeep -= size;
            if (remainingToKeep < 0) {
                kept.clear();
            } else {
                kept.put(name, content.readAllBytes());
            }
        }
    }

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
