package org.apicdr.sftp.connection;

import com.hierynomus.sshj.common.KeyDecryptionFailedException;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.io.StringReader;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.userauth.keyprovider.BaseFileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import org.apicdr.sftp.config.ConfiguredText;
import org.jspecify.annotations.Nullable;

/**
 * Loads the private key of the account in OpenSSH's or OpenSSL's format.
 *
 * @param source the key
 * @param passphrase its passphrase
 * @param passphraseSetting where the passphrase is set
 */
record PrivateKeyLoader(ConfiguredText source, @Nullable ConfiguredText passphrase, String passphraseSetting) {

    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z]+ )?PRIVATE KEY-----");

    private static final Pattern PUBLIC = Pattern.compile("(ssh|ecdsa|sk)-\\S+ AAAA.*|-+ ?BEGIN .*PUBLIC KEY ?-+");

    private static final Set<String> TYPES = Set.of(
            KeyType.ED25519.toString(),
            KeyType.ECDSA256.toString(),
            KeyType.ECDSA384.toString(),
            KeyType.ECDSA521.toString(),
            KeyType.RSA.toString());

    static {
        SshSecurityProvider.register();
    }

    KeyProvider read() throws IOException {
        var text = source.text().strip();
        var start = text.lines().findFirst().orElse("").strip();
        if (start.equals(OpenSshKeyHeader.START)) {
            return openSsh(text);
        }
        if (PEM.matcher(start).matches()) {
            return pem(text);
        }
        throw new IOException(source + describeUnsupported(start));
    }

    private KeyProvider openSsh(String text) throws IOException {
        OpenSshKeyHeader header;
        try {
            header = OpenSshKeyHeader.of(text);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e);
        }
        requireSupported(header.type());
        var staticPasswordFinder = secret(header.encrypted());
        try {
            return pair(new OpenSSHKeyV1KeyFile(), text, staticPasswordFinder);
        } catch (KeyDecryptionFailedException e) {
            throw decryptionFailed(e);
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    /** Loads a PEM key. A wrong passphrase cannot be distinguished from a damaged key in this format. */
    private KeyProvider pem(String text) throws IOException {
        boolean encrypted = text.lines().limit(2).anyMatch(line -> line.contains("ENCRYPTED"));
        var staticPasswordFinder = secret(encrypted);
        KeyProvider key;
        try {
            key = pair(new PKCS8KeyFile(), text, staticPasswordFinder);
        } catch (IOException | RuntimeException e) {
            throw encrypted ? decryptionFailed(e) : damaged(e);
        }
        requireSupported(key.getType().toString());
        return key;
    }

    private static KeyProvider pair(
            BaseFileKeyProvider key, String text, @Nullable StaticPasswordFinder staticPasswordFinder)
            throws IOException {
        key.init(new StringReader(text), staticPasswordFinder);
        return new KeyPairWrapper(new KeyPair(key.getPublic(), key.getPrivate()));
    }

    private void requireSupported(String type) throws IOException {
        if (!TYPES.contains(type)) {
            throw new IOException("%s is a key of the type %s, which is not supported; use an Ed25519, ECDSA or RSA key"
                    .formatted(source, type));
        }
    }

    /** Returns the passphrase, or null if the key is not encrypted. */
    private @Nullable StaticPasswordFinder secret(boolean encrypted) throws IOException {
        if (!encrypted) {
            return null;
        }
        if (passphrase == null) {
            throw new IOException(source + " is encrypted; set " + passphraseSetting);
        }
        return new StaticPasswordFinder(passphrase.secret());
    }

    private static String describeUnsupported(String start) {
        if (PUBLIC.matcher(start).matches()) {
            return " is a public key; use the private key, whose file is named without .pub";
        }
        return start.startsWith("PuTTY-User-Key-File-")
                ? " is a PuTTY key; convert it with puttygen -O private-openssh-new"
                : " is not an OpenSSH private key; it must begin with " + OpenSshKeyHeader.START;
    }

    private IOException decryptionFailed(Exception cause) {
        var secret = passphrase == null ? passphraseSetting : passphrase;
        return new IOException("the passphrase in %s does not decrypt %s".formatted(secret, source), cause);
    }

    private IOException damaged(Exception cause) {
        return new IOException(source + " is a damaged or unsupported private key", cause);
    }

    /**
     * The unencrypted header of an OpenSSH private key (PROTOCOL.key).
     *
     * @param cipher the cipher that the key is encrypted with
     * @param type the type of the key
     */
    record OpenSshKeyHeader(String cipher, String type) {

        static final String START = "-----BEGIN OPENSSH PRIVATE KEY-----";

        private static final String END = "-----END OPENSSH PRIVATE KEY-----";

        private static final int MAGIC_LENGTH = "openssh-key-v1\0".length();

        /** Parses the header. The message of the exception is not meant for the operator. */
        static OpenSshKeyHeader of(String text) throws IOException {
            if (!text.endsWith(END)) {
                throw new IOException("cut short");
            }
            var body = text.substring(START.length(), text.length() - END.length());
            var header = new Buffer.PlainBuffer(Base64.getMimeDecoder().decode(body));
            header.readRawBytes(new byte[MAGIC_LENGTH]);
            var cipher = header.readString();
            header.readString(); // the key derivation
            header.readBytes(); // its options
            header.readUInt32(); // the number of keys
            return new OpenSshKeyHeader(cipher, new Buffer.PlainBuffer(header.readBytes()).readString());
        }

        boolean encrypted() {
            return !cipher.equals("none");
        }
    }
}
