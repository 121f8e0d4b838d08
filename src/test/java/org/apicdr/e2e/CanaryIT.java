package org.apicdr.e2e;

import static io.restassured.RestAssured.given;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.apicdr.e2e.EventfulDay.answers;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apicdr.testsupport.Canaries;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.RealParts;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every secret that the service holds or meets is a canary, it is told to log all it can, and it is led through what it
 * does and what may go wrong. Then all that it wrote anywhere is searched.
 */
@ExtendWith(KubeApiExtension.class)
class CanaryIT {

    private static final String BUNDLES = "/api/v1/bundles";

    /** Those that application.properties sets a level for; an operator may set another. */
    private static final List<String> CATEGORIES = List.of(
            "net.schmizz",
            "com.hierynomus.sshj",
            "io.fabric8",
            "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils",
            "io.smallrye.health",
            "org.apicdr");

    private final SecureRandom random = new SecureRandom();
    private final RealParts parts;
    private final SampleSubsystem subsystem;
    private final Canaries canaries = new Canaries();
    private final Writings writings = new Writings();

    /** Hears of files that are there for a moment only. */
    private final WatchService watch = FileSystems.getDefault().newWatchService();

    @TempDir
    private Path temporary;

    CanaryIT(KubeApi api) throws IOException {
        this.parts = RealParts.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("canary"));
    }

    @AfterEach
    void stop() throws IOException {
        watch.close();
        parts.close();
    }

    @Test
    void nothing_secret_is_written_in_a_day_s_work() throws IOException {
        var properties = properties();
        logInWithAnEncryptedKey(properties);
        try (var service = RunningService.start(parts.folder(), properties)) {
            new EventfulDay(parts.sshd(), subsystem, () -> asks(service)).pass(canary("pasted secret"));
            takeDown(service);
        }
        writings.files(parts.store());

        assertThat(writings.text("log")).contains("\"level\":\"DEBUG\"", "captured management-");
        assertNothingSecretIsThere();
    }

    @Test
    void nothing_secret_is_written_in_plain_lines_or_with_passwords() throws IOException {
        var properties = properties();
        properties.put("quarkus.log.console.json.enabled", "false");
        try (var sftp = MinaSftpServer.start()) {
            var password = logInWithPassword(sftp, properties);
            try (var service = RunningService.start(parts.folder(), properties)) {
                answers(201, asks(service).post(BUNDLES));
                Files.writeString(password, canary("wrong password"));
                sftp.dropConnections();
                answers(503, asks(service).post(BUNDLES));
                takeDown(service);
            }
            writings.files(sftp.root());
        }

        assertThat(writings.text("log")).contains(" DEBUG ", "refused the login");
        assertNothingSecretIsThere();
    }

    @Test
    void nothing_secret_is_written_of_what_the_api_server_says_and_nobody_understands() throws IOException {
        canaries.add("garbled secret", GarblingProxy.SECRET);
        try (var proxy = GarblingProxy.start(subsystem.client())) {
            var properties = properties();
            properties.remove("kubeconfig");
            properties.put("kubernetes.master", proxy.address());
            properties.put("kubernetes.auth.trykubeconfig", "false");
            properties.put("kubernetes.namespace", subsystem.namespace());
            try (var service = RunningService.start(parts.folder(), properties)) {
                for (var damage : GarblingProxy.Damage.values()) {
                    proxy.does(damage);
                    answers(
                            damage == GarblingProxy.Damage.NONE ? 201 : 503,
                            asks(service).post(BUNDLES));
                }
                takeDown(service);
            }
        }
        writings.files(parts.store());

        assertThat(writings.text("log")).contains("\"level\":\"DEBUG\"", "cluster-unavailable");
        assertNothingSecretIsThere();
    }

    /** As much as the build allows; into a temporary folder of its own. */
    private Map<String, String> properties() throws IOException {
        temporary.register(watch, ENTRY_CREATE);
        addSecrets();
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("java.io.tmpdir", temporary.toString());
        properties.put("quarkus.log.level", "TRACE");
        properties.put("quarkus.http.access-log.enabled", "true");
        CATEGORIES.forEach(
                category -> properties.put("quarkus.log.category.\"%s\".level".formatted(category), "TRACE"));
        canaries.addPrivateKey("signing key", parts.signingKey());
        canaries.addIdentity("online identity", parts.identity("online"));
        canaries.addIdentity("offline identity", parts.identity("offline"));
        return properties;
    }

    private void logInWithAnEncryptedKey(Map<String, String> properties) throws IOException {
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
    private Path logInWithPassword(MinaSftpServer sftp, Map<String, String> properties) {
        canaries.add("password", MinaSftpServer.PASSWORD);
        properties.putAll(sftp.properties());
        properties.remove("apic-dr.sftp.private-key-file");
        properties.put("apic-dr.sftp.password-file", sftp.passwordFile().toString());
        return sftp.passwordFile();
    }

    /** Those that the API server has now. */
    private void addSecrets() {
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

    private void takeDown(RunningService service) {
        addSecrets();
        writings.log(service);
        writings.process(service);
        writings.files(temporary);
    }

    private void assertNothingSecretIsThere() {
        assertThat(writings.holding(canaries)).isEmpty();
        assertThat(madeInTemporaryFolder()).as("of pages that are in the jar").containsOnly("vertx-cache");
    }

    private Set<String> madeInTemporaryFolder() {
        return watch.poll().pollEvents().stream()
                .map(event -> String.valueOf(event.context()))
                .collect(Collectors.toSet());
    }

    private RequestSpecification asks(RunningService service) {
        return given().baseUri(service.address().toString())
                .contentType("application/json")
                .filter(writings);
    }

    private String canary(String name) {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        var secret = "p&/%" + Base64.getEncoder().encodeToString(bytes);
        canaries.add(name, secret);
        return secret;
    }
}
