package org.apicdr.bundle;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps the first bytes that are written to it and discards the rest. */
final class PrefixOutputStream extends OutputStream {

    private final int limit;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();

    PrefixOutputStream(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        if (head.size() < limit) {
            head.write(b);
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
        head.write(buffer, offset, Math.min(length, limit - head.size()));
    }

    byte[] bytes() {
        return head.toByteArray();
    }
}
