package org.apicdr.sftp;

import static org.apicdr.sftp.BackupFixtures.at;
import static org.apicdr.sftp.BackupFixtures.failed;
import static org.apicdr.sftp.BackupFixtures.goodPassword;
import static org.apicdr.sftp.BackupFixtures.pinning;
import static org.apicdr.sftp.BackupFixtures.read;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.PromptEntry;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.MinaSftpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins at servers that ask for the password with keyboard-interactive, or for more than one credential. */
@Tag("store")
class SftpPromptTest {

    @ParameterizedTest
    @ValueSource(strings = {"Password:", "Password", "PASSCODE:", "Passwort:", "Mot de passe : ", "パスワード", ""})
    void a_single_hidden_prompt_gets_the_password(String prompt) {
        var prompts = new Prompts(List.of(new PromptEntry(prompt, false)));
        try (var server = server(prompts)) {
            assertThat(store(withPassword(server)).list(SUBSYSTEM, soon()).files())
                    .isEmpty();

            assertThat(prompts.responses()).containsExactly(List.of(MinaSftpServer.PASSWORD));
            assertThat(read(pinning(server.knownHosts()), at(server, goodPassword()))
                            .entries())
                    .isEmpty();
        }
    }

    @Test
    void a_text_without_a_prompt_gets_an_empty_answer() {
        var prompts = new Prompts(List.of());
        try (var server = server(prompts)) {
            assertRefused(server, "refused the login of the user backup. Check apic-dr.sftp.username");

            assertThat(prompts.responses()).containsExactly(List.of());
        }
    }

    @Test
    void a_prompt_that_shows_its_answer_gets_none() {
        var prompts = new Prompts(List.of(new PromptEntry("One-time\u001b[31m code\n for backup: ", true)));
        try (var server = server(prompts)) {
            assertRefused(
                    server,
                    ("The SFTP server 127.0.0.1:%d asked the user backup for more than a password: its prompt 'One-time"
                                    + " [31m code  for backup:' does not hide its answer, and got no answer. Have the server"
                                    + " accept a private key, or ask this account for the password alone.")
                            .formatted(server.port()));
            assertThat(failed(pinning(server.knownHosts()), at(server, goodPassword())))
                    .contains("asked the user of the backup credentials secret for more than a password: its prompt"
                            + " 'One-time [31m code  for …:' does not hide");

            assertThat(prompts.responses()).isEmpty();
        }
    }

    @Test
    void several_prompts_get_no_answer() {
        var prompts = new Prompts(List.of(new PromptEntry("Password:", false), new PromptEntry("Token:", false)));
        try (var server = server(prompts)) {
            assertRefused(server, "its prompt 'Password:' is one of 2 at a time, and got no answer.");

            assertThat(prompts.responses()).isEmpty();
        }
    }

    @Test
    void a_long_prompt_is_cut() {
        try (var server = server(new Prompts(List.of(new PromptEntry("x".repeat(10_000), true))))) {
            assertRefused(server, "its prompt '%s' does not hide".formatted("x".repeat(200)));
        }
    }

    @Test
    void a_key_and_a_password_are_both_sent_where_both_are_required() {
        try (var server = MinaSftpServer.start(
                new SftpSubsystemFactory(),
                settings -> CoreModuleProperties.AUTH_METHODS.set(settings, "publickey,password"))) {
            assertRefused(store(server), "refused the login of the user backup");

            var both = with(
                    server.properties(), "password-file", server.passwordFile().toString());
            assertThat(store(both).list(SUBSYSTEM, soon()).files()).isEmpty();
        }
    }

    @Test
    void a_key_and_a_prompted_password_are_both_sent_where_both_are_required() {
        var prompts = new Prompts(List.of(new PromptEntry("PASSCODE:", false)));
        try (var server = MinaSftpServer.start(new SftpSubsystemFactory(), settings -> {
            settings.setKeyboardInteractiveAuthenticator(prompts);
            CoreModuleProperties.AUTH_METHODS.set(settings, "publickey,keyboard-interactive");
        })) {
            var both = with(
                    server.properties(), "password-file", server.passwordFile().toString());

            assertThat(store(both).list(SUBSYSTEM, soon()).files()).isEmpty();
        }
    }

    private static void assertRefused(MinaSftpServer server, String sentence) {
        assertRefused(store(withPassword(server)), sentence);
    }

    private static void assertRefused(SftpBundleStore store, String sentence) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.list(SUBSYSTEM, soon()))
                .withMessageContaining(sentence);
    }

    private static Map<String, String> withPassword(MinaSftpServer server) {
        return with(
                with(server.properties(), "private-key-file", ""),
                "password-file",
                server.passwordFile().toString());
    }

    private static MinaSftpServer server(Prompts prompts) {
        return MinaSftpServer.start(new SftpSubsystemFactory(), prompts::askAt);
    }

    /** Asks the same each time, lets the right password in, and keeps what was answered. */
    record Prompts(List<PromptEntry> entries, List<List<String>> responses)
            implements KeyboardInteractiveAuthenticator {

        Prompts(List<PromptEntry> entries) {
            this(entries, new CopyOnWriteArrayList<>());
        }

        /** Makes it the only way to log in. */
        void askAt(SshServer server) {
            server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
            server.setKeyboardInteractiveAuthenticator(this);
        }

        @Override
        public InteractiveChallenge generateChallenge(
                ServerSession session, String username, String language, String submethods) {
            var challenge = new InteractiveChallenge();
            challenge.setPrompts(entries);
            return challenge;
        }

        @Override
        public boolean authenticate(ServerSession session, String username, List<String> answers) {
            responses.add(List.copyOf(answers));
            return answers.equals(List.of(MinaSftpServer.PASSWORD));
        }
    }
}
