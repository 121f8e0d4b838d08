package org.apicdr.bundle;

import java.time.Instant;

/** What a bundle's file holds, the payload as its size and digest only. */
public final class ArchiveContents {

    private final Part recovery;
    private final byte[] manifest;
    private final byte[] signature;
    private final Part payload;
    private final Instant modified;
    private final Part file;

    ArchiveContents(Part recovery, byte[] manifest, byte[] signature, Part payload, Instant modified, Part file) {
        this.recovery = recovery;
        this.manifest = manifest;
        this.signature = signature;
        this.payload = payload;
        this.modified = modified;
        this.file = file;
    }

    /** Size and digest of RECOVERY.md. */
    public Part recovery() {
        return recovery;
    }

    /** The bytes of manifest.json. */
    public byte[] manifest() {
        return manifest;
    }

    /** The bytes of manifest.json.sig. */
    public byte[] signature() {
        return signature;
    }

    /** Size and digest of payload.tar.gz.age. */
    public Part payload() {
        return payload;
    }

    /** The time in every header. */
    public Instant modified() {
        return modified;
    }

    /** Size and digest of the whole file. */
    public Part file() {
        return file;
    }

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
