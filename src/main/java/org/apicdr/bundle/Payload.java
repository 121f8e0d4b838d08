package org.apicdr.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The inside of a bundle: a gzipped tar of text files, and contents.json with the digest of each. Holds secrets; never
 * printed.
 */
public final class Payload {

    static final String CONTENTS = "contents.json";

    static final int MAX_UNPACKED = 128 << 20;
    static final int MAX_ENTRIES = 1_000;

    /** With the headers and padding of each entry, a long name among them. */
    private static final int MAX_TAR = MAX_UNPACKED + MAX_ENTRIES * (4 << 10);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    private static final int MODE = 0600;

    private final SortedMap<String, byte[]> entries;

    /**
     * @param entries content by name, without contents.json
     * @throws IllegalArgumentException where a name could leave the folder it is unpacked in, or a bound is passed
     */
    public Payload(Map<String, byte[]> entries) {
        entries.keySet().forEach(Payload::requireName);
        long size =
                entries.values().stream().mapToLong(content -> content.length).sum();
        if (entries.size() >= MAX_ENTRIES || size > MAX_UNPACKED) {
            throw new IllegalArgumentException("a payload of %d entries and %d bytes; at most %d and %d fit"
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

    /** The gzipped tar, contents.json last. */
    public byte[] pack(Instant createdAt) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes);
                var tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var entry : entries.entrySet()) {
                put(tar, entry.getKey(), entry.getValue(), createdAt);
            }
            put(tar, CONTENTS, StrictJson.write(Contents.of(entries)), createdAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Unpacks and checks every entry against contents.json.
     *
     * @throws DamagedBundleException where it is not whole, names an entry twice, or passes a bound
     * @throws IOException where reading fails
     */
    public static Payload unpack(InputStream packed) throws DamagedBundleException, IOException {
        var found = new LinkedHashMap<String, byte[]>();
        long left = MAX_UNPACKED;
        var unpacked = new BoundedStream(new GZIPInputStream(packed), MAX_TAR);
        try (var tar = new TarArchiveInputStream(unpacked, StandardCharsets.UTF_8.name())) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                refuseStrange(entry, found);
                var content = tar.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE));
                left -= content.length;
                if (left < 0) {
                    throw new DamagedBundleException(
                            "the payload unpacks to more than %d bytes".formatted(MAX_UNPACKED));
                }
                found.put(entry.getName(), content);
            }
        }
        var contents = found.remove(CONTENTS);
        if (contents == null) {
            throw new DamagedBundleException("the payload has no " + CONTENTS);
        }
        StrictJson.read(CONTENTS, StrictJson.read(CONTENTS, contents), Contents.class)
                .check(found);
        return new Payload(found);
    }

    private static void refuseStrange(TarArchiveEntry entry, Map<String, byte[]> found) throws DamagedBundleException {
        var name = entry.getName();
        if (entry.getLinkFlag() != TarConstants.LF_NORMAL || !isName(name)) {
            throw new DamagedBundleException("the payload has an entry that is no plain file with a safe name");
        }
        if (found.containsKey(name)) {
            throw new DamagedBundleException("the payload has %s twice".formatted(name));
        }
        if (found.size() >= MAX_ENTRIES) {
            throw new DamagedBundleException("the payload has more than %d entries".formatted(MAX_ENTRIES));
        }
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for an entry: '%s'".formatted(name));
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
}
