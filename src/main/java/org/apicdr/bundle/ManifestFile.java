package org.apicdr.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.apicdr.crypto.Digests;

/** The manifest.json of a bundle: the original bytes, which are never rewritten, and the parsed manifest. */
public final class ManifestFile {

    private static final Pattern VERSION = Pattern.compile("1\\.[0-9]{1,4}");

    private final byte[] bytes;
    private final Manifest manifest;

    private ManifestFile(byte[] bytes, Manifest manifest) {
        this.bytes = bytes;
        this.manifest = manifest;
    }

    /** Returns the signed bytes. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Parses the whole file, including members that this version does not know. The tree is several times as large as
     * the bytes.
     */
    public ObjectNode json() {
        try {
            return StrictJson.read(BundleArchiveWriter.MANIFEST, bytes);
        } catch (CorruptBundleException e) {
            throw new IllegalStateException(e); // cannot happen: these bytes were parsed before
        }
    }

    /** Returns the parsed manifest, without members that this version does not know. */
    public Manifest manifest() {
        return manifest;
    }

    /** Returns the file of a new manifest. */
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
            throw new CorruptBundleException("manifest.json has the format version '%s'. This service reads 1.x."
                    .formatted(version.length() > 16 ? "…" : version));
        }
        return new ManifestFile(bytes, StrictJson.read(BundleArchiveWriter.MANIFEST, json, Manifest.class));
    }

    /** Returns a reference to this bundle, for use in other manifests. */
    public Manifest.Reference reference() {
        return new Manifest.Reference(manifest.id(), sha256());
    }

    /** Returns the SHA-256 of the bytes in lower-case hex. */
    public String sha256() {
        return Digests.sha256Hex(bytes);
    }
}
