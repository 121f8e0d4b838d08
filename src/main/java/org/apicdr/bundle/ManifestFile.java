package org.apicdr.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** manifest.json as it is in a bundle: its bytes as read, never written anew, and what they say. */
public final class ManifestFile {

    private static final Pattern VERSION = Pattern.compile("1\\.[0-9]{1,4}");

    private final byte[] bytes;
    private final Manifest manifest;

    private ManifestFile(byte[] bytes, Manifest manifest) {
        this.bytes = bytes;
        this.manifest = manifest;
    }

    /** What is signed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Parses all of it, members unknown to this version included. A tree is several times as large as its bytes. */
    public ObjectNode json() {
        try {
            return StrictJson.read(BundleArchiveWriter.MANIFEST, bytes);
        } catch (CorruptBundleException e) {
            throw new IllegalStateException(e); // these bytes were parsed before
        }
    }

    /** What this version knows of it. */
    public Manifest manifest() {
        return manifest;
    }

    /** The manifest of a new bundle. */
    public static ManifestFile of(Manifest manifest) {
        try {
            return read(StrictJson.write(manifest));
        } catch (CorruptBundleException e) {
            throw new IllegalStateException(e);
        }
    }

    static ManifestFile read(byte[] bytes) throws CorruptBundleException {
        var json = StrictJson.read(BundleArchiveWriter.MANIFEST, bytes);
        var version = json.path("formatVersion").asText();
        if (!VERSION.matcher(version).matches()) {
            throw new CorruptBundleException("manifest.json has the format version '%s'; this service reads 1.x"
                    .formatted(version.length() > 16 ? "…" : version));
        }
        return new ManifestFile(bytes, StrictJson.read(BundleArchiveWriter.MANIFEST, json, Manifest.class));
    }

    /** What another manifest calls this one's bundle. */
    public Manifest.Reference reference() {
        return new Manifest.Reference(manifest.id(), sha256());
    }

    /** SHA-256 of the bytes, lower-case hex. */
    public String sha256() {
        return Sha256.hex(bytes);
    }
}
