package org.apicdr.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import org.apicdr.backup.BackupLogin;
import org.jspecify.annotations.Nullable;

/**
 * How the account proves itself.
 *
 * @param privateKey tried first
 * @param password tried next
 */
record Login(@Nullable PrivateKey privateKey, @Nullable SecretSource password) {

    private static final String PASSWORD = "password-file";

    private static final String PRIVATE_KEY = "private-key-file";

    private static final String PASSPHRASE = "passphrase-file";

    static Login from(SftpConfig config, Complaints complaints) {
        var password = complaints.file(PASSWORD, config.passwordFile().orElse(""));
        var key = complaints.file(PRIVATE_KEY, config.privateKeyFile().orElse(""));
        var passphrase = complaints.file(PASSPHRASE, config.passphraseFile().orElse(""));
        if (password == null && key == null) {
            complaints.add(PASSWORD, "set this or apic-dr.sftp.private-key-file, so that the account can log in");
        }
        if (password != null) {
            complaints.unlessUsable(PASSWORD, password::secret);
        }
        if (passphrase != null) {
            complaints.unlessUsable(PASSPHRASE, passphrase::secret);
        }
        if (key == null) {
            return new Login(null, password);
        }
        var privateKey = new PrivateKey(key, passphrase, "apic-dr.sftp.passphrase-file");
        complaints.unlessUsable(PRIVATE_KEY, privateKey::read);
        return new Login(privateKey, password);
    }

    /** From memory alone. As the secret has it, a password that comes with a private key is that key's passphrase. */
    static Login of(BackupLogin login) throws IOException {
        var password = login.password()
                .map(value -> new HeldSecret("the password in " + Purpose.CREDENTIALS, value))
                .orElse(null);
        if (login.privateKey().isPresent()) {
            var key = new HeldSecret(
                    "the private key in " + Purpose.CREDENTIALS,
                    login.privateKey().get());
            return new Login(
                    new PrivateKey(key, password, "its passphrase as the password in " + Purpose.CREDENTIALS), null);
        }
        if (password == null) {
            throw new IOException(Purpose.CREDENTIALS + " holds neither a password nor a private key");
        }
        return new Login(null, password);
    }

    /** The files that it reads. */
    List<Path> files() {
        return Stream.of(
                        password,
                        privateKey == null ? null : privateKey.source(),
                        privateKey == null ? null : privateKey.passphrase())
                .filter(ConfiguredFile.class::isInstance)
                .map(file -> ((ConfiguredFile) file).path())
                .toList();
    }

    /** Reads the secrets and gives the ways to log in, best first. */
    List<AuthMethod> methods() throws IOException {
        var methods = new ArrayList<AuthMethod>();
        if (privateKey != null) {
            methods.add(new AuthPublickey(privateKey.read()));
        }
        if (password != null) {
            var secret = new Secret(password.secret());
            methods.add(new AuthPassword(secret));
            methods.add(new AuthKeyboardInteractive(new PasswordResponseProvider(secret)));
        }
        return methods;
    }
}
