package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apicdr.testsupport.MarkdownFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service below a prefix of nginx, by the lines in docs/deployment.md. */
@QuarkusTest
@TestProfile(TightLimitsProfile.class)
class ProxyTest extends RestTest {

    private static final Path NGINX = Path.of("/usr/sbin/nginx");

    private static final Pattern DOCUMENT = Pattern.compile("url: '([^']+)'");

    @TempDir
    private Path folder;

    private URI proxy = URI.create("");

    private @Nullable Process nginx;

    @BeforeEach
    void startNginx() throws IOException {
        assumeTrue(Files.isExecutable(NGINX), "skipped, nginx is missing: .ci/run names Debian's packages");
        int port = freePort();
        proxy = URI.create("http://127.0.0.1:" + port);
        var location = MarkdownFile.read("docs/deployment.md")
                .texts("Behind a proxy", "nginx")
                .get(0)
                .replace("127.0.0.1:8080", "127.0.0.1:" + RestAssured.port);
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%d;
                        proxy_bind %s;
                        %s
                    }
                }
                """.formatted(port, TightLimitsProfile.PROXY, location));
        nginx = new ProcessBuilder(NGINX.toString(), "-p", folder.toString(), "-c", "nginx.conf", "-e", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().ignoreException(ConnectException.class).until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    @AfterEach
    void stopNginx() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    @Test
    void leads_through_the_proxy_in_links() {
        world().subsystem();

        var made = throughProxy()
                .header("Origin", proxy.toString())
                .post("/dr/api/v1/bundles")
                .then()
                .statusCode(201)
                .header("Location", startsWith("/dr/api/v1/bundles/"))
                .extract();
        var latest = throughProxy()
                .get("/dr/api/v1/bundles/latest")
                .then()
                .statusCode(200)
                .header("Content-Location", is(made.header("Location")));

        throughProxy().get(made.header("Location")).then().statusCode(200).body("id", is(made.<String>path("id")));
        assertThat(latest.extract().<String>path("id")).isEqualTo(made.path("id"));
    }

    @Test
    void resumes_a_download_through_the_proxy() throws IOException {
        world().subsystem();
        var id = captured();
        var file = Files.readAllBytes(world().file(id));

        var rest = throughProxy()
                .header("Range", "bytes=1000-")
                .get("/dr/api/v1/bundles/%s/archive".formatted(id))
                .then()
                .statusCode(206)
                .extract()
                .asByteArray();

        assertThat(rest).hasSize(file.length - 1000).endsWith(file[file.length - 2], file[file.length - 1]);
    }

    /** As a browser does: from the page to the document, and from its server to an operation. */
    @Test
    void shows_a_page_below_the_prefix_that_calls_the_service_there() throws IOException {
        var page = proxy.resolve(throughProxy()
                .redirects()
                .follow(false)
                .get("/dr/q/swagger-ui")
                .then()
                .statusCode(302)
                .extract()
                .header("Location"));
        var script = DOCUMENT.matcher(throughProxy().get(page).asString());
        assertThat(script.find()).isTrue();
        var document = page.resolve(script.group(1));
        var server = new ObjectMapper()
                .readTree(throughProxy()
                        .queryParam("format", "JSON")
                        .get(document)
                        .asByteArray())
                .at("/servers/0/url")
                .asText();
        var service = document.resolve(server);

        assertThat(page).hasPath("/dr/q/swagger-ui/");
        assertThat(service).hasPath("/dr/");
        throughProxy().get(service.resolve("api/v1/bundles")).then().statusCode(200);
    }

    @Test
    void ignores_the_header_of_a_caller_who_is_not_the_proxy() {
        world().subsystem();

        given().header("X-Forwarded-Prefix", "/dr")
                .post(BUNDLES)
                .then()
                .statusCode(201)
                .header("Location", startsWith(BUNDLES + "/"));
    }

    private RequestSpecification throughProxy() {
        return given().baseUri(proxy.toString()).port(proxy.getPort());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
