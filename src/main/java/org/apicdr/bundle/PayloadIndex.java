package org.apicdr.bundle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apicdr.bundle.ArchiveContents.Part;
import org.apicdr.crypto.Digests;

/**
 * The content of contents.json: size and digest of every other entry of the payload.
 *
 * @param entries sorted by name
 */
record PayloadIndex(List<Entry> entries) {

    PayloadIndex {
        entries = List.copyOf(entries);
    }

    static PayloadIndex of(Map<String, byte[]> contents) {
        return new PayloadIndex(new TreeMap<>(contents)
                .entrySet().stream()
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
            throw new CorruptBundleException("contents.json does not list every entry of the payload exactly once.");
        }
    }

    /**
     * @param sha256 lower-case hex
     */
    record Entry(String name, long sizeBytes, String sha256) {}
}
