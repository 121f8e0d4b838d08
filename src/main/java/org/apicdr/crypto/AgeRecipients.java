package org.apicdr.crypto;

import com.exceptionfactory.jagged.EncryptingChannelFactory;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * The age recipients that can decrypt a bundle.
 *
 * @param values age X25519 recipients, {@code age1…}, without duplicates, in configured order
 */
public record AgeRecipients(List<String> values) {

    /** The maximum length of the header of an age file, in bytes. It is larger than the header of any bundle. */
    public static final int MAX_HEADER_LENGTH = 64 << 10;

    private static final String VERSION = "age-encryption.org/v1\n";

    private static final String STANZA = "-> ";

    private static final String MAC = "--- ";

    private static final String PREFIX = "age";

    /** The recipients are tried with it. Any will do, since it is not used for anything else. */
    private static final X25519PrivateKeyParameters ANY_KEY =
            new X25519PrivateKeyParameters(new byte[X25519PrivateKeyParameters.KEY_SIZE]);

    public AgeRecipients {
        values = List.copyOf(values);
        var violations = violations(values);
        if (!violations.isEmpty()) {
            throw new InvalidSettingException(violations);
        }
    }

    /**
     * Reads one recipient per line, as {@code age -R} does.
     *
     * @throws IllegalArgumentException if the file holds anything else
     */
    public static AgeRecipients read(Path path) {
        return new AgeRecipients(ConfigFile.read(path).lines().stream()
                .map(ConfigFile.Line::text)
                .toList());
    }

    /**
     * Returns the number of recipients that an age file (age-encryption.org/v1) is sealed to. Its clear-text header has one
     * stanza for each recipient, then the header's MAC.
     *
     * @param head the beginning of the file, at least its header
     * @return the number, or -1 if the file does not begin with an age header
     */
    public static int count(byte[] head) {
        var text = new String(head, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n" + MAC);
        if (!text.startsWith(VERSION) || end < 0) {
            return -1;
        }
        return (int) text.substring(0, end)
                .lines()
                .filter(line -> line.startsWith(STANZA))
                .count();
    }

    /** Encrypts to every recipient: age v1, binary. */
    public byte[] seal(byte[] plaintext) {
        return seal(plaintext, new StandardEncryptingChannelFactory());
    }

    /** Encrypts to every recipient: age v1, as text with the armor that {@code age --armor} writes. */
    public String sealToText(byte[] plaintext) {
        return new String(seal(plaintext, new ArmoredEncryptingChannelFactory()), StandardCharsets.US_ASCII);
    }

    private byte[] seal(byte[] plaintext, EncryptingChannelFactory format) {
        var sealed = new ByteArrayOutputStream();
        try (var channel = format.newEncryptingChannel(Channels.newChannel(sealed), writers(values))) {
            var remaining = ByteBuffer.wrap(plaintext);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("Encryption to validated recipients failed.", e);
        }
        return sealed.toByteArray();
    }

    private static List<String> violations(List<String> values) {
        if (values.isEmpty()) {
            return List.of("no recipient is configured. Set one or more age recipients (age1…).");
        }
        var violations = new ArrayList<String>();
        for (var i = 0; i < values.size(); i++) {
            var first = values.indexOf(values.get(i));
            if (first < i) {
                violations.add("recipient %d is the same as recipient %d.".formatted(i + 1, first + 1));
            } else if (!usable(values.get(i))) {
                violations.add("recipient %d is not an age X25519 recipient (age1…, as `age-keygen -y` prints it)."
                        .formatted(i + 1));
            }
        }
        return violations;
    }

    /** Agrees on a key with the recipient, which also rejects points that are unusable for key agreement. */
    private static boolean usable(String recipient) {
        try {
            var address = Bech32.getDecoder().decode(recipient);
            var point = new X25519PublicKeyParameters(address.getData());
            ANY_KEY.generateSecret(point, new byte[X25519PrivateKeyParameters.SECRET_SIZE], 0);
            return PREFIX.contentEquals(address.getHumanReadablePart());
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    private static List<RecipientStanzaWriter> writers(List<String> recipients) throws GeneralSecurityException {
        var writers = new ArrayList<RecipientStanzaWriter>();
        for (var recipient : recipients) {
            writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient));
        }
        return writers;
    }
}
