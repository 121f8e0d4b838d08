package org.apicdr.bundle;

import java.time.Instant;
import org.apicdr.crypto.Digests;

/** The contents of a bundle's file. The payload is represented by its size and digest only. */
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

    /** Returns the size and digest of RECOVERY.md. */
    public Part recovery() {
        return recovery;
    }

    /** Returns the bytes of manifest.json. */
    public byte[] manifest() {
        return manifest;
    }

    /** Returns the bytes of manifest.json.sig. */
    public byte[] signature() {
        return signature;
    }

    /** Returns the size and digest of payload.tar.gz.age. */
    public Part payload() {
        return payload;
    }

    /** Returns the modification time, the same in every header. */
    public Instant modified() {
        return modified;
    }

    /** Returns the size and digest of the whole file. */
    public Part file() {
        return file;
    }

    /**
     * The size and digest of an entry or of the file.
     *
     * @param sha256 lower-case hex
     */
    public record Part(long sizeBytes, String sha256) {

        static Part of(byte[] content) {
            return new Part(content.length, Digests.sha256Hex(content));
        }
    }
}
