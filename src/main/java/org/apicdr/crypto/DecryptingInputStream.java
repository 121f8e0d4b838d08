package org.apicdr.crypto;

import com.exceptionfactory.jagged.PayloadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/**
 * Decrypts a payload. Every chunk is authenticated before it is returned. Reports a damaged payload as {@link
 * DecryptionException}, unlike failures of the source.
 */
final class DecryptingInputStream extends InputStream {

    private final InputStream plaintext;

    DecryptingInputStream(ReadableByteChannel plaintext) {
        this.plaintext = Channels.newInputStream(plaintext);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return plaintext.read(buffer, offset, length);
        } catch (PayloadException e) {
            throw new DecryptionException(DecryptionException.Fault.DAMAGED, e);
        }
    }

    @Override
    public void close() throws IOException {
        plaintext.close();
    }
}
