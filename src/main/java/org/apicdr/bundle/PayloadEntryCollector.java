package org.apicdr.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apicdr.bundle.ArchiveContents.Part;

/**
 * Collects the entries of a payload while it is unpacked: the digests of all entries, and the content of the wanted
 * ones up to a maximum size. Contains secrets and must never be printed.
 */
final class PayloadEntryCollector {

    private final Predicate<String> wanted;
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<String, byte[]> kept = new HashMap<>();
    private byte[] contents = new byte[0];
    private long remaining;

    /**
     * @param wanted selects the entries to keep by name
     * @param maxBytes the maximum total size of the kept entries; if it is exceeded, no entry is kept
     */
    PayloadEntryCollector(Predicate<String> wanted, long maxBytes) {
        this.wanted = wanted;
        this.remaining = maxBytes;
    }

    boolean has(String name) {
        return parts.containsKey(name);
    }

    /** Returns the number of entries so far. */
    int count() {
        return parts.size();
    }

    /** Returns whether all wanted entries were kept. */
    boolean complete() {
        return remaining >= 0;
    }

    Map<String, byte[]> kept() {
        return kept;
    }

    /** Reads an entry to its end. */
    void add(String name, long size, InputStream content) throws CorruptBundleException, IOException {
        var digesting = new CountingDigestInputStream(content);
        if (name.equals(Payload.CONTENTS)) {
            contents = contents(size, digesting);
        } else if (wanted.test(name)) {
            keep(name, size, digesting);
        }
        digesting.transferTo(OutputStream.nullOutputStream());
        parts.put(name, digesting.part());
    }

    /** Checks that the entries are those in contents.json. */
    void check() throws CorruptBundleException {
        if (parts.remove(Payload.CONTENTS) == null) {
            throw new CorruptBundleException("The payload has no %s.".formatted(Payload.CONTENTS));
        }
        StrictJson.read(Payload.CONTENTS, StrictJson.read(Payload.CONTENTS, contents), PayloadIndex.class)
                .check(parts);
    }

    private void keep(String name, long size, InputStream content) throws IOException {
        remaining -= size;
        if (remaining < 0) {
            kept.clear();
        } else {
            kept.put(name, content.readAllBytes());
        }
    }

    private static byte[] contents(long size, InputStream content) throws CorruptBundleException, IOException {
        if (size > Payload.MAX_CONTENTS) {
            throw new CorruptBundleException(
                    "%s has more than %d bytes.".formatted(Payload.CONTENTS, Payload.MAX_CONTENTS));
        }
        return content.readAllBytes();
    }
}
