package org.apicdr.sftp.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import org.apicdr.backup.SftpCredentials;
import org.apicdr.sftp.config.ConfigErrors;
import org.apicdr.sftp.config.ConfiguredText;
import org.apicdr.sftp.config.ConfiguredText.InMemoryText;
import org.apicdr.sftp.config.ConfiguredText.TextFile;
import org.apicdr.sftp.config.ServerRole;
import org.apicdr.sftp.config.SftpConfig;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of the account.
 *
 * @param privateKey tried first
 * @param password tried next
 */
public record SftpLogin(
        @Nullable PrivateKeyLoader privateKey, @Nullable ConfiguredText password) {

    private static final String PASSWORD = "password-file";

    private static final String PRIVATE_KEY = "private-key-file";

    private static final String PASSPHRASE = "passphrase-file";

    static SftpLogin from(SftpConfig config, ConfigErrors configErrors) {
        var password = configErrors.file(PASSWORD, config.passwordFile().orElse(""));
        var key = configErrors.file(PRIVATE_KEY, config.privateKeyFile().orElse(""));
        var passphrase = configErrors.file(PASSPHRASE, config.passphraseFile().orElse(""));
        if (password == null && key == null) {
            configErrors.add(PASSWORD, "set this or apic-dr.sftp.private-key-file, so that the account can log in");
        }
        if (password != null) {
            configErrors.addIfFails(PASSWORD, password::secret);
        }
        if (passphrase != null) {
            configErrors.addIfFails(PASSPHRASE, passphrase::secret);
        }
        if (key == null) {
            return new SftpLogin(null, password);
        }
        var privateKeyLoader = new PrivateKeyLoader(key, passphrase, "apic-dr.sftp.passphrase-file");
        configErrors.addIfFails(PRIVATE_KEY, privateKeyLoader::read);
        return new SftpLogin(privateKeyLoader, password);
    }

    /**
     * Returns a login with credentials in memory. As in the subsystem's secret, a password next to a private key is the
     * passphrase of that key.
     */
    public static SftpLogin of(SftpCredentials login) throws IOException {
        var password = login.password()
                .map(value -> new InMemoryText("the password in " + ServerRole.CREDENTIALS, value))
                .orElse(null);
        if (login.privateKey().isPresent()) {
            var key = new InMemoryText(
                    "the private key in " + ServerRole.CREDENTIALS,
                    login.privateKey().get());
            return new SftpLogin(
                    new PrivateKeyLoader(key, password, "its passphrase as the password in " + ServerRole.CREDENTIALS),
                    null);
        }
        if (password == null) {
            throw new IOException(ServerRole.CREDENTIALS + " holds neither a password nor a private key");
        }
        return new SftpLogin(null, password);
    }

    /** Returns the files that hold the credentials. */
    List<Path> files() {
        return Stream.of(
                        password,
                        privateKey == null ? null : privateKey.source(),
                        privateKey == null ? null : privateKey.passphrase())
                .filter(TextFile.class::isInstance)
                .map(file -> ((TextFile) file).path())
                .toList();
    }

    /**
     * Reads the credentials and returns the authentication methods in order of preference. The two methods that send a
     * password take turns to be the first.
     *
     * @param refusedLogins the number of logins that the server has refused in a row
     */
    List<AuthMethod> methods(int refusedLogins) throws IOException {
        var methods = new ArrayList<AuthMethod>();
        if (privateKey != null) {
            methods.add(new AuthPublickey(privateKey.read()));
        }
        if (password != null) {
            var secret = password.secret();
            var byPassword = new ArrayList<AuthMethod>();
            byPassword.add(new AuthPassword(new StaticPasswordFinder(secret)));
            byPassword.add(new KeyboardInteractivePassword(secret));
            if (refusedLogins % 2 == 1) {
                Collections.reverse(byPassword);
            }
            methods.addAll(byPassword);
        }
        return methods;
    }
}
