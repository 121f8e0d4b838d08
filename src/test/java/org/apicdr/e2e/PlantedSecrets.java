package org.apicdr.e2e;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Canaries;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.SshKeygen;

/** All that a service is given that is secret, each of it a canary. */
final class PlantedSecrets {

    private final SecureRandom random = new SecureRandom();
    private final Canaries canaries = new Canaries();
    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final Callers callers;

    PlantedSecrets(IntegrationEnvironment parts, SampleSubsystem subsystem, Callers callers) {
        this.parts = parts;
        this.subsystem = subsystem;
        this.callers = callers;
    }

    Canaries canaries() {
        return canaries;
    }

    /** What the service is told, which asks for tokens. */
    Map<String, String> properties() throws IOException {
        addSecrets();
        canaries.addPrivateKey("signing key", parts.signingKey());
        canaries.addIdentity("online identity", parts.identity("online"));
        canaries.addIdentity("offline identity", parts.identity("offline"));
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("apic-dr.access.mode", "kubernetes");
        var kubeconfig = Files.readString(Path.of(requireNonNull(properties.get("kubeconfig"))));
        addToken("service", kubeconfig.replaceAll("(?s).*token: \"([^\"]*).*", "$1"));
        return properties;
    }

    void logInWithAnEncryptedKey(Map<String, String> properties) throws IOException {
        var key = SshKeygen.keyPair(parts.folder().resolve("login"), "ed25519", "");
        canaries.addPrivateKey("login key", key);
        var passphrase = canary("passphrase");
        Command.run(parts.folder(), "ssh-keygen", "-q", "-p", "-N", passphrase, "-f", key.toString());
        parts.sshd().authorize(key);
        properties.put("apic-dr.sftp.private-key-file", key.toString());
        var file = Files.writeString(parts.folder().resolve("passphrase"), passphrase);
        properties.put("apic-dr.sftp.passphrase-file", file.toString());
    }

    /** The file of the password. */
    Path logInWithPassword(MinaSftpServer sftp, Map<String, String> properties) {
        canaries.add("password", MinaSftpServer.PASSWORD);
        properties.putAll(sftp.properties());
        properties.remove("apic-dr.sftp.private-key-file");
        properties.put("apic-dr.sftp.password-file", sftp.passwordFile().toString());
        return sftp.passwordFile();
    }

    /** Those that the API server has now. */
    void addSecrets() {
        subsystem
                .client()
                .secrets()
                .inNamespace(subsystem.namespace())
                .list()
                .getItems()
                .forEach(secret -> secret.getData()
                        .forEach((key, value) -> canaries.add(
                                "%s of %s".formatted(key, secret.getMetadata().getName()),
                                Base64.getDecoder().decode(value))));
    }

    /** Of a caller with that role. */
    String token(String role) {
        callers.bind(role, role, subsystem.namespace());
        var token = callers.token(role);
        addToken(role, token);
        return token;
    }

    String canary(String name) {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        var secret = "p&/%" + Base64.getEncoder().encodeToString(bytes);
        canaries.add(name, secret);
        return secret;
    }

    /** What all tokens begin with is no secret. */
    private void addToken(String owner, String token) {
        canaries.add("token of the " + owner, token.substring(token.indexOf('.')));
    }
}
