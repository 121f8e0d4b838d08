package org.apicdr.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import org.jspecify.annotations.Nullable;

/**
 * How the account proves itself; knows the files alone, never what is in them.
 *
 * @param privateKey tried first
 * @param password tried next
 */
record Login(@Nullable PrivateKeyFile privateKey, @Nullable ConfiguredFile password) {

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
        var privateKey = new PrivateKeyFile(key, passphrase);
        complaints.unlessUsable(PRIVATE_KEY, privateKey::read);
        return new Login(privateKey, password);
    }

    List<Path> files() {
        return Stream.of(
                        password,
                        privateKey == null ? null : privateKey.file(),
                        privateKey == null ? null : privateKey.passphrase())
                .filter(Objects::nonNull)
                .map(ConfiguredFile::path)
                .toList();
    }

    /** Reads the files and gives the ways to log in, best first. */
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
