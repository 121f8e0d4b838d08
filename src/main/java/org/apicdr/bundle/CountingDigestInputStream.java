package org.apicdr.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apicdr.bundle.ArchiveContents.Part;
import org.apicdr.crypto.Digests;

/** Counts and hashes the bytes that are read. */
final class CountingDigestInputStream extends FilterInputStream {

    private final MessageDigest digest = Digests.newSha256();
    private long count;

    CountingDigestInputStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            digest.update((byte) b);
            count++;
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            digest.update(buffer, offset, read);
            count += read;
        }
        return read;
    }

    /** Returns the count and digest of the bytes read so far, and resets the digest. */
    Part part() {
        return new Part(count, HexFormat.of().formatHex(digest.digest()));
    }
}
