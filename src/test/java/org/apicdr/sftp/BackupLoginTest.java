package org.apicdr.sftp;

import static org.apicdr.sftp.BackupFixtures.at;
import static org.apicdr.sftp.BackupFixtures.failed;
import static org.apicdr.sftp.BackupFixtures.goodPassword;
import static org.apicdr.sftp.BackupFixtures.key;
import static org.apicdr.sftp.BackupFixtures.password;
import static org.apicdr.sftp.BackupFixtures.pinning;
import static org.apicdr.sftp.BackupFixtures.read;
import static org.apicdr.sftp.BackupFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import org.apicdr.backup.SftpCredentials;
import org.apicdr.sftp.connection.SftpLogin;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SshKeygen;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a look at backups logs in with what a secret holds, and what it says where it cannot. */
@Tag("store")
class BackupLoginTest {

    private static final MinaSftpServer SERVER = MinaSftpServer.start();

    private static final String REFUSED = "/store on 127.0.0.1:%1$d cannot be read. The backup server 127.0.0.1:%1$d"
            + " refused the login of the user of the backup credentials secret. Check the backup credentials secret.";

    private final SftpBackupFolderLister files = pinning(SERVER.knownHosts());

    @TempDir
    private Path folder;

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Test
    void logs_in_with_a_password_and_closes_the_session() {
        var found = read(files, at(SERVER, goodPassword()));

        assertThat(found.account()).isEqualTo(MinaSftpServer.USER);
        assertThat(found.hostKey()).isEqualTo(SshKeygen.fingerprint(SERVER.knownHosts()));
        Awaitility.await().until(() -> SERVER.sessions() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ed25519", "-t ecdsa -b 384", "-t rsa -b 3072", "-t rsa -m PEM"})
    void logs_in_with_an_encrypted_key_and_sends_no_password(String options) throws IOException {
        var key = SshKeygen.keyPair(folder.resolve("id"), "open sesame", List.of(options.split(" ", -1)));
        authorize(SshKeygen.publicKey(key));
        int sent = SERVER.passwords().size();

        assertThat(read(files, at(SERVER, key(SERVER.user(), key, "open sesame")))
                        .account())
                .isEqualTo(SERVER.user());
        assertThat(SERVER.passwords()).hasSize(sent);
    }

    @Test
    void needs_no_passphrase_for_a_key_without_one() {
        var login = key(SERVER.user(), SERVER.privateKey(), "passphrase of another key");

        assertThat(read(files, at(SERVER, login)).entries()).isEmpty();
    }

    @Test
    void says_that_the_login_was_refused_and_closes_the_session() {
        assertThat(failed(files, at(SERVER, password("ops-team-seven", "wrong secret"))))
                .isEqualTo(REFUSED, SERVER.port())
                .doesNotContain("ops-team-seven");
        Awaitility.await().until(() -> SERVER.sessions() == 0);
    }

    @Test
    void says_that_a_key_was_refused() {
        var stranger = SshKeygen.keyPair(folder.resolve("stranger"), "ed25519", "");

        assertThat(failed(files, at(SERVER, key(SERVER.user(), stranger)))).isEqualTo(REFUSED, SERVER.port());
    }

    @Test
    void says_that_a_passphrase_is_missing_or_wrong() {
        var locked = SshKeygen.keyPair(folder.resolve("locked"), "ed25519", "open sesame");

        assertThat(failed(files, at(SERVER, key(SERVER.user(), locked))))
                .endsWith("The user of the backup credentials secret cannot log in: the private key in the backup"
                        + " credentials secret is encrypted; set its passphrase as the password in the backup"
                        + " credentials secret.");
        assertThat(failed(files, at(SERVER, key(SERVER.user(), locked, "wrong secret"))))
                .endsWith("the passphrase in the password in the backup credentials secret does not decrypt the private"
                        + " key in the backup credentials secret.");
    }

    @Test
    void says_what_is_no_private_key() {
        var publicKey = new SftpCredentials(
                SERVER.user(), Optional.empty(), Optional.of(text(Path.of(SERVER.privateKey() + ".pub"))));

        assertThat(failed(files, at(SERVER, publicKey)))
                .contains("the private key in the backup credentials secret is a public key; use the private key");
    }

    @Test
    void says_that_the_secret_holds_no_login() {
        var nothing = new SftpCredentials(SERVER.user(), Optional.empty(), Optional.empty());

        assertThat(failed(files, at(SERVER, nothing)))
                .contains("the backup credentials secret holds neither a password nor a private key");
        assertThat(failed(files, at(SERVER, password("", "open sesame"))))
                .contains("Correct the backup credentials secret: it contains no valid user name.");
    }

    @Test
    void survives_a_key_that_cannot_sign() throws IOException {
        var login = new SftpCredentials(SERVER.user(), Optional.empty(), Optional.of(weakKey()));

        assertThat(failed(files, at(SERVER, login))).isEqualTo(REFUSED, SERVER.port());
    }

    @Test
    void prints_no_secret() throws IOException {
        var login = key("ops-team-seven", SERVER.privateKey(), "open sesame");

        assertThat(at(SERVER, login).toString()
                        + SftpLogin.of(login)
                        + SftpLogin.of(password("ops-team-seven", "open sesame")))
                .doesNotContain(
                        "ops-team-seven",
                        "open sesame",
                        text(SERVER.privateKey()).substring(60, 90));
    }

    /** An RSA key of 512 bits, which has no room for the digests of today. */
    private static String weakKey() throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(512);
            var pair = generator.generateKeyPair();
            var blob = new Buffer.PlainBuffer()
                    .putPublicKey((RSAPublicKey) pair.getPublic())
                    .getCompactData();
            authorize("ssh-rsa " + Base64.getEncoder().encodeToString(blob));
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(Base64.getMimeEncoder()
                            .encodeToString(pair.getPrivate().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void authorize(String publicKey) throws IOException {
        Files.writeString(Path.of(SERVER.privateKey() + ".pub"), publicKey + "\n", StandardOpenOption.APPEND);
    }
}
