package org.apicdr.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails once more was read through it than there may be, whatever it was read for. */
final class BoundedStream extends FilterInputStream {

    private final long limit;
    private long count;

    BoundedStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
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
        count += more;
        if (count > limit) {
            throw new IOException("it unpacks to more than %d bytes".formatted(limit));
        }
    }
}
