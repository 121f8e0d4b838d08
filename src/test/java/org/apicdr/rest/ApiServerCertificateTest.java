package org.apicdr.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apicdr.testsupport.TemporaryFolder;
import org.apicdr.testsupport.TlsSecret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which API servers get the service's token, with the settings that the service gives its client. */
@QuarkusTest
class ApiServerCertificateTest extends RestTest {

    private static final String PASSWORD = "changeit";

    private final KubernetesClient settings;
    private final Path folder;
    private final TlsSecret certificate;
    private final TlsSecret other;
    private final HttpServer server;
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    ApiServerCertificateTest(KubernetesClient settings) throws IOException, GeneralSecurityException {
        this.settings = settings;
        this.folder = Files.createTempDirectory("api-server");
        this.certificate = TlsSecret.mount(folder.resolve("server"), "kubernetes");
        this.other = TlsSecret.mount(folder.resolve("other"), "kubernetes");
        this.server = serve();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        TemporaryFolder.delete(folder);
    }

    @Test
    void is_that_of_the_configured_authority_and_of_the_right_name() {
        assertThat(version("127.0.0.1", certificate)).isEqualTo("1");
        assertThat(tokens).containsExactly("Bearer secret");
    }

    @Test
    void is_of_no_other_authority() {
        assertThatThrownBy(() -> version("127.0.0.1", other))
                .isInstanceOf(KubernetesClientException.class)
                .hasRootCauseInstanceOf(GeneralSecurityException.class);
        assertThat(tokens).isEmpty();
    }

    @Test
    void is_for_no_other_name() {
        assertThatThrownBy(() -> version("localhost", certificate))
                .isInstanceOf(KubernetesClientException.class)
                .hasStackTraceContaining("localhost");
        assertThat(tokens).isEmpty();
    }

    private String version(String host, TlsSecret authority) {
        var config = new ConfigBuilder(settings.getConfiguration())
                .withMasterUrl(
                        "https://%s:%d".formatted(host, server.getAddress().getPort()))
                .withCaCertFile(authority.certificate().toString())
                .withOauthToken("secret")
                .build();
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            return client.getKubernetesVersion().getMajor();
        }
    }

    private HttpServer serve() throws IOException, GeneralSecurityException {
        var store = certificate.folder().resolve("store.p12");
        certificate.openssl(
                "pkcs12",
                "-export",
                "-in",
                certificate.certificate().toString(),
                "-inkey",
                certificate.key().toString(),
                "-out",
                store.toString(),
                "-passout",
                "pass:" + PASSWORD);
        var keys = KeyStore.getInstance("PKCS12");
        try (var file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        var listening = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listening.setHttpsConfigurator(new HttpsConfigurator(context));
        listening.createContext("/", exchange -> {
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var body = "{\"major\": \"1\", \"minor\": \"30\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        listening.start();
        return listening;
    }
}
