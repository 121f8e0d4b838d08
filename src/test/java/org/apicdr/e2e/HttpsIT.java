package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.TlsSecret;
import org.apicdr.testsupport.UnreachableEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service behind a certificate of openssl's, called with curl, which trusts that certificate alone. */
@Tag("access")
class HttpsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String TRUST = "/api/v1/trust";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireTools() {
        Command.require("openssl", "curl");
    }

    @Test
    void is_switched_on_by_one_property_and_leaves_no_port_for_http() throws IOException {
        var secret = TlsSecret.mount(folder.resolve("tls"), "first");
        var environment = new HashMap<>(System.getenv());
        environment.put("APIC_DR_TLS_FOLDER", secret.folder().toString());
        var properties = UnreachableEnvironment.properties(folder);
        var httpPort = freePort();
        properties.put("quarkus.http.port", String.valueOf(httpPort));

        try (var service = RunningService.start(folder, properties, environment)) {
            assertThat(service.address()).hasScheme("https");
            assertThat(curl(service, secret.certificate(), "--http2")).isEqualTo("200 1.1");
            assertThat(curl(service, secret.certificate(), "--tls-max", "1.2")).isEqualTo("200 1.1");
            assertThat(curl(service, secret.certificate(), "--tls-max", "1.1")).startsWith("000");
            assertThat(curlWith(service, secret, "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"))
                    .isEqualTo("200 1.1");
            assertThat(curlWith(
                            service,
                            secret,
                            "AES128-SHA:AES256-SHA256:AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA"))
                    .startsWith("000");
            assertThat(service.log()).doesNotContain("http://127.0.0.1:" + httpPort);
            assertThat(Command.run(folder, "curl", "-s", "http://127.0.0.1:" + httpPort + TRUST)
                            .exit())
                    .isEqualTo(7); // connection refused
        }
    }

    @Test
    void serves_a_renewed_certificate_and_keeps_it_when_the_next_is_of_no_use() throws IOException {
        var secret = TlsSecret.mount(folder.resolve("tls"), "first");
        var first = Files.copy(secret.certificate(), folder.resolve("first.crt"));

        try (var service = RunningService.start(folder, properties(secret))) {
            assertThat(curl(service, first)).isEqualTo("200 1.1");

            secret.renew("second");
            var second = Files.copy(secret.certificate(), folder.resolve("second.crt"));
            await().atMost(PATIENCE)
                    .until(() -> curl(service, second, "--http2").equals("200 1.1"));
            assertThat(curl(service, first)).startsWith("000");

            secret.renewTheCertificateAlone("third");
            await().atMost(PATIENCE).until(() -> service.log().contains("; the former certificate is still served"));
            assertThat(curl(service, second)).isEqualTo("200 1.1");
            assertThat(service.isRunning()).isTrue();
        }
    }

    @Test
    void leaves_http_open_where_it_is_told_to() {
        var secret = TlsSecret.mount(folder.resolve("tls"), "first");
        var properties = properties(secret);
        properties.put("quarkus.http.insecure-requests", "enabled");

        try (var service = RunningService.start(folder, properties)) {
            assertThat(service.log()).containsPattern("Listening on: http://127\\.0\\.0\\.1:\\d+ and https://127");
        }
    }

    @Test
    void refuses_to_start_on_files_that_do_not_fit_and_says_which() {
        var secret = TlsSecret.mount(folder.resolve("tls"), "first");
        secret.renewTheCertificateAlone("second");

        try (var service = RunningService.start(folder, properties(secret))) {
            assertThat(service.isRunning()).isFalse();
            assertThat(service.log())
                    .contains("apic-dr.tls.folder: %s is not the key of the certificate in %s"
                            .formatted(secret.key(), secret.certificate()))
                    .doesNotContain("Invalid key/certificate pair");
        }
    }

    private Map<String, String> properties(TlsSecret secret) {
        var properties = UnreachableEnvironment.properties(folder);
        properties.put("apic-dr.tls.folder", secret.folder().toString());
        properties.put("quarkus.tls.apic-dr.reload-period", "1s");
        return properties;
    }

    private String curlWith(RunningService service, TlsSecret secret, String ciphers) {
        return curl(service, secret.certificate(), "--tls-max", "1.2", "--ciphers", ciphers + "@SECLEVEL=0");
    }

    /** Status and version of HTTP; status 000 where there is no answer. */
    private String curl(RunningService service, Path trusted, String... options) {
        var command = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null"));
        command.addAll(List.of("-w", "%{http_code} %{http_version}", "--cacert", trusted.toString()));
        command.addAll(List.of(options));
        command.add(service.address() + TRUST);
        return Command.run(folder, command.toArray(String[]::new)).stdout();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
