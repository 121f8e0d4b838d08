package org.apicdr.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails once more was read through it than was allowed for last, whatever it was read for. */
final class BoundedInputStream extends FilterInputStream {

    private String what = "";
    private long left;

    BoundedInputStream(InputStream in) {
        super(in);
    }

    /** Allows so much from now on, whatever was left before. */
    void allow(String name, long bytes) {
        what = name;
        left = bytes;
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
        left -= more;
        if (left < 0) {
            throw new IOException("%s is longer than it may be".formatted(what));
        }
    }
}
