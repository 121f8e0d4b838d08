package org.apicdr.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.Digests;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of the file of a bundle again after it was inspected. Opens the file at the first read, so that a response
 * without a body opens none. Reads the whole file for any range, and withholds the last bytes of the range if the file
 * differs from the inspected one, and fails instead.
 */
final class InspectedFileInputStream extends InputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    private final BundleInspection inspection;
    private final Supplier<InputStream> opener;
    private final MessageDigest digest = Digests.newSha256();
    private final long before;
    private final long after;
    private long left;
    private @Nullable InputStream file;

    InspectedFileInputStream(BundleInspection inspection, long offset, long length, Supplier<InputStream> opener) {
        this.inspection = inspection;
        this.opener = opener;
        this.before = offset;
        this.left = length;
        this.after = inspection.fileSize() - offset - length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (left == 0) {
            return -1;
        }
        if (file == null) {
            file = opener.get();
            digest(file, before);
        }
        int count = file.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw changed();
        }
        digest.update(target, offset, count);
        left -= count;
        if (left == 0) {
            digest(file, after);
            requireUnchanged();
        }
        return count;
    }

    /** Reads bytes outside of the range, which only the digest needs. */
    private void digest(InputStream input, long bytes) throws IOException {
        var buffer = new byte[(int) Math.min(bytes, BUFFER_BYTES)];
        for (long unread = bytes; unread > 0; ) {
            int count = input.read(buffer, 0, (int) Math.min(buffer.length, unread));
            if (count < 0) {
                throw changed();
            }
            digest.update(buffer, 0, count);
            unread -= count;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private void requireUnchanged() {
        var sha256 = HexFormat.of().formatHex(digest.digest());
        if (inspection.contents().isPresent()
                && !inspection.contents().get().file().sha256().equals(sha256)) {
            throw changed();
        }
    }

    private ServiceException changed() {
        return new ServiceException(
                ErrorCode.STORE_UNAVAILABLE,
                "%s changed on the store while it was downloaded. Download it again, and find out who changed the file."
                        .formatted(inspection.bundle().id()));
    }
}
