package org.apicdr.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;

/**
 * Reads a file from the store. Reports failures of the store as {@link ServiceException}, so that they are not mistaken
 * for a corrupt file.
 */
final class StoreInputStream extends FilterInputStream {

    private final BundleId id;

    StoreInputStream(InputStream in, BundleId id) {
        super(in);
        this.id = id;
    }

    @Override
    public int read() {
        try {
            return super.read();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ServiceException unreadable(IOException e) {
        return new ServiceException(
                ErrorCode.STORE_UNAVAILABLE, "%s could not be read completely: %s".formatted(id, e.getMessage()), e);
    }
}
