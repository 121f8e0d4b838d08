package org.apicdr.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Limits the number of bytes that can be read or skipped. Fails if the limit set by the last call of {@link #allow} is
 * exceeded.
 */
final class BoundedInputStream extends FilterInputStream {

    private String entryName = "";
    private long remaining;

    BoundedInputStream(InputStream in) {
        super(in);
    }

    /** Sets a new limit for the bytes that follow. Discards the remainder of the previous one. */
    void allow(String name, long bytes) {
        entryName = name;
        remaining = bytes;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        long skipped = super.skip(length);
        count(skipped);
        return skipped;
    }

    private void count(long more) throws IOException {
        remaining -= more;
        if (remaining < 0) {
            throw new IOException("%s exceeds its maximum size.".formatted(entryName));
        }
    }
}
