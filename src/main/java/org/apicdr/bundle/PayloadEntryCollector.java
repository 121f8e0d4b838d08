package org.apicdr.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apicdr.bundle.ArchiveContents.Part;

/**
 * The entries of a payload as they pass while it is unpacked: the digests of all, and the content of those that somebody
 * will look into, as long as there is room for them. Holds secrets; never printed.
 */
final class PayloadEntryCollector {

    private final Predicate<String> wanted;
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<String, byte[]> kept = new HashMap<>();
    private byte[] contents = new byte[0];
    private long room;

    /**
     * Keeps entries.
     *
     * @param wanted whether an entry of this name is to be kept
     * @param room how many bytes there is room for; where more are wanted, none is kept
     */
    PayloadEntryCollector(Predicate<String> wanted, long room) {
        this.wanted = wanted;
        this.room = room;
    }

    boolean has(String name) {
        return parts.containsKey(name);
    }

    /** How many have passed. */
    int count() {
        return parts.size();
    }

    /** Whether there was room for all that was wanted. */
    boolean complete() {
        return room >= 0;
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

    /** Makes sure that they are those that contents.json names. */
    void check() throws CorruptBundleException {
        if (parts.remove(Payload.CONTENTS) == null) {
            throw new CorruptBundleException("the payload has no " + Payload.CONTENTS);
        }
        StrictJson.read(Payload.CONTENTS, StrictJson.read(Payload.CONTENTS, contents), PayloadIndex.class)
                .check(parts);
    }

    private void keep(String name, long size, InputStream content) throws IOException {
        room -= size;
        if (room < 0) {
            kept.clear();
        } else {
            kept.put(name, content.readAllBytes());
        }
    }

    private static byte[] contents(long size, InputStream content) throws CorruptBundleException, IOException {
        if (size > Payload.MAX_CONTENTS) {
            throw new CorruptBundleException(
                    "%s has more than %d bytes".formatted(Payload.CONTENTS, Payload.MAX_CONTENTS));
        }
        return content.readAllBytes();
    }
}
