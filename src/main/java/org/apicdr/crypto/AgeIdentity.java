package org.apicdr.crypto;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** The age X25519 identities of one file, which decrypt payloads. */
public final class AgeIdentity {

    private record PrivateKey(String recipient, RecipientStanzaReader reader) {}

    private final List<PrivateKey> keys;

    private AgeIdentity(List<PrivateKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads one or more identities as {@code age-keygen} writes them.
     *
     * @throws IllegalArgumentException if the file holds anything else
     */
    public static AgeIdentity read(Path path) {
        var file = ConfigFile.read(path);
        var keys = new ArrayList<PrivateKey>();
        var violations = new ArrayList<String>();
        for (var line : file.lines()) {
            try {
                keys.add(key(line.text()));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                violations.add(
                        "line %d of %s is not an age X25519 identity (AGE-SECRET-KEY-1…, as age-keygen creates it)."
                                .formatted(line.number(), file));
            }
        }
        if (keys.isEmpty() && violations.isEmpty()) {
            violations.add("%s holds no age identity (AGE-SECRET-KEY-1…, as age-keygen creates it).".formatted(file));
        }
        if (!violations.isEmpty()) {
            throw new InvalidSettingException(violations);
        }
        return new AgeIdentity(keys);
    }

    /** Returns the recipients of these identities, {@code age1…}. */
    public List<String> recipients() {
        return keys.stream().map(PrivateKey::recipient).toList();
    }

    /**
     * Returns a stream that decrypts while it is read. Damage may be detected only at the end, so the plaintext must
     * not be used before the end is reached.
     *
     * @throws DecryptionException here or while reading, if the payload is sealed to other recipients or damaged; any
     *     other exception comes from the source
     */
    public InputStream open(InputStream sealed) throws IOException {
        try {
            return new DecryptingInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(new FullReadChannel(sealed), List.of(this::fileKey)));
        } catch (UnsupportedRecipientStanzaException e) {
            throw new DecryptionException(DecryptionException.Fault.OTHER_RECIPIENTS, e);
        } catch (GeneralSecurityException | PayloadException | IllegalArgumentException | BufferUnderflowException e) {
            throw new DecryptionException(DecryptionException.Fault.DAMAGED, e);
        }
    }

    @Override
    public String toString() {
        return "identity of " + recipients();
    }

    /**
     * Tries all keys in a single reader. With several readers, jagged would report a damaged header as a wrong
     * recipient.
     */
    private FileKey fileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
        for (var key : keys) {
            try {
                return key.reader().getFileKey(stanzas);
            } catch (UnsupportedRecipientStanzaException notThisKey) {
                // try the next key
            }
        }
        throw new UnsupportedRecipientStanzaException("no stanza for " + recipients());
    }

    private static PrivateKey key(String encoded) throws GeneralSecurityException {
        var reader = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(encoded);
        var data = Bech32.getDecoder().decode(encoded).getData();
        var point = new X25519PrivateKeyParameters(data, 0).generatePublicKey().getEncoded();
        var recipient = Bech32.getEncoder().encode("age", point).toString().toLowerCase(Locale.ROOT);
        return new PrivateKey(recipient, reader);
    }

    /** Fills the buffer unless the source ends, because jagged takes a short read for the end. */
    private record FullReadChannel(InputStream in) implements ReadableByteChannel {

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            var bytes = in.readNBytes(buffer.remaining());
            buffer.put(bytes);
            return bytes.length == 0 && buffer.hasRemaining() ? -1 : bytes.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /**
     * Decrypts a payload. Every chunk is authenticated before it is returned. Reports a damaged payload as {@link
     * DecryptionException}, unlike failures of the source.
     */
    static final class DecryptingInputStream extends InputStream {

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
}
