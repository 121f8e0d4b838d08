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
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** What opens a payload: the age X25519 identities of one file. */
public final class AgeIdentity {

    private record PrivateKey(String recipient, RecipientStanzaReader reader) {}

    private final List<PrivateKey> keys;

    private AgeIdentity(List<PrivateKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Reads what {@code age-keygen} writes, or several of those in one file; anything else is an illegal argument. */
    public static AgeIdentity read(Path path) {
        var file = ConfigFile.read(path);
        var keys = new ArrayList<PrivateKey>();
        var complaints = new ArrayList<String>();
        for (var line : file.lines()) {
            try {
                keys.add(key(line.text()));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                complaints.add("line %d of %s is not an age X25519 identity (AGE-SECRET-KEY-1…, as age-keygen makes it)"
                        .formatted(line.number(), file));
            }
        }
        if (keys.isEmpty() && complaints.isEmpty()) {
            complaints.add("%s holds no age identity (AGE-SECRET-KEY-1…, as age-keygen makes it)".formatted(file));
        }
        if (!complaints.isEmpty()) {
            throw new InvalidSettingException(complaints);
        }
        return new AgeIdentity(keys);
    }

    /** The public halves, {@code age1…}. */
    public List<String> recipients() {
        return keys.stream().map(PrivateKey::recipient).toList();
    }

    /**
     * Decrypts while it is read. Damage may show only at the end, so nothing read counts before the end was reached.
     *
     * @throws DecryptionException here or while reading: sealed to others, or damaged; any other failure is the source's
     */
    public InputStream open(InputStream sealed) throws IOException {
        try {
            return new DecryptingInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(new WholeReads(sealed), List.of(this::fileKey)));
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

    /** One reader for all keys: given several, jagged would call a damaged header a wrong recipient. */
    private FileKey fileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
        for (var key : keys) {
            try {
                return key.reader().getFileKey(stanzas);
            } catch (UnsupportedRecipientStanzaException notThisKey) {
                // the next one may fit
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

    /** Reads as much as is asked for, however slowly it comes: jagged takes less for the end. */
    private record WholeReads(InputStream in) implements ReadableByteChannel {

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
}
