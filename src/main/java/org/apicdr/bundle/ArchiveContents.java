package org.apicdr.bundle;

import java.time.Instant;

/**
 * What a bundle's file holds, the payload as its digest only.
 *
 * @param recovery size and digest of RECOVERY.md
 * @param manifest the bytes of manifest.json
 * @param signature the bytes of manifest.json.sig
 * @param payload size and digest of payload.tar.gz.age
 * @param modified the time in every header
 * @param file size and digest of the whole file
 */
public record ArchiveContents(
        Part recovery, byte[] manifest, byte[] signature, Part payload, Instant modified, Part file) {

    /**
     * Size and digest.
     *
     * @param sha256 lower-case hex
     */
    public record Part(long sizeBytes, String sha256) {

        static Part of(byte[] content) {
            return new Part(content.length, Sha256.hex(content));
        }
    }
}
