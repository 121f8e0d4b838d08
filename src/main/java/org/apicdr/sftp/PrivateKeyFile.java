package org.apicdr.sftp;

import com.hierynomus.sshj.common.KeyDecryptionFailedException;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.io.StringReader;
import java.security.KeyPair;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * An OpenSSH private key.
 *
 * @param file the key
 * @param passphrase the file of its passphrase
 */
record PrivateKeyFile(ConfiguredFile file, @Nullable ConfiguredFile passphrase) {

    private static final String HEADER = "-----BEGIN OPENSSH PRIVATE KEY-----";

    KeyProvider read() throws IOException {
        var text = file.text();
        if (!text.stripLeading().startsWith(HEADER)) {
            throw new IOException(file.path() + " is not an OpenSSH private key; it must begin with " + HEADER);
        }
        var key = new OpenSSHKeyV1KeyFile();
        key.init(new StringReader(text), passphrase == null ? null : new Secret(passphrase.secret()));
        try {
            return new KeyPairWrapper(new KeyPair(key.getPublic(), key.getPrivate()));
        } catch (KeyDecryptionFailedException e) {
            throw new IOException(undecrypted(), e);
        } catch (IOException | SSHRuntimeException | IllegalStateException e) {
            throw new IOException(file.path() + " is a damaged or unsupported OpenSSH private key", e);
        }
    }

    private String undecrypted() {
        return passphrase == null
                ? file.path() + " is encrypted; set apic-dr.sftp.passphrase-file"
                : "the passphrase in %s does not decrypt %s".formatted(passphrase.path(), file.path());
    }
}
