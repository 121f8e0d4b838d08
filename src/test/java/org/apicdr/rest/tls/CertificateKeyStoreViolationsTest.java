package org.apicdr.rest.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apicdr.testsupport.TlsSecret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class CertificateKeyStoreViolationsTest {

    private static final CertificateFixture FIXTURE = new CertificateFixture();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    @Test
    void has_nothing_against_plain_http() {
        assertThat(complaints(Optional::empty)).isEmpty();
    }

    @Test
    void accepts_a_certificate_and_its_key() {
        TlsSecret.mount(folder, "first");

        assertFine();
    }

    @Test
    void accepts_rsa_as_openssl_and_cert_manager_write_it() {
        var secret = TlsSecret.mount(folder, "first");
        secret.renewWithRsa("second");
        assertFine();

        secret.openssl("rsa", "-in", "tls.key", "-traditional", "-out", "traditional");
        secret.replace("tls.key", read("traditional"));
        assertThat(read("tls.key")).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertFine();
    }

    @Test
    void accepts_a_chain_and_nothing_else_behind_the_certificate() {
        var secret = TlsSecret.mount(folder, "authority");
        var authority = read("tls.crt");
        secret.openssl(
                "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=server", "-keyout", "key", "-out", "req");
        secret.openssl(
                "x509", "-req", "-in", "req", "-CA", "tls.crt", "-CAkey", "tls.key", "-set_serial", "1", "-out", "crt");
        secret.replace("tls.crt", read("crt") + authority);
        secret.replace("tls.key", read("key"));
        assertFine();

        var stranger = TlsSecret.mount(folder.resolve("stranger"), "stranger");
        secret.replace("tls.crt", read("crt") + read(stranger.certificate().toString()));
        assertComplains("%s is no RSA or EC key without a passphrase ", "tls.key");
    }

    @Test
    void names_the_file_that_is_missing() throws IOException {
        assertComplains("there is no file %s;", "tls.crt");

        var secret = TlsSecret.mount(folder, "first");
        Files.delete(secret.key().toRealPath());

        assertComplains("there is no file %s;", "tls.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n"})
    void refuses_a_certificate_that_is_none(String content) {
        TlsSecret.mount(folder, "first").replace("tls.crt", content);

        assertComplains("%s holds no certificate in PEM", "tls.crt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "-----BEGIN PRIVATE KEY-----\nnothing\n-----END PRIVATE KEY-----\n"})
    void refuses_a_key_that_is_none(String content) {
        TlsSecret.mount(folder, "first").replace("tls.key", content);

        assertComplains("%s is no RSA or EC key without a passphrase ", "tls.key");
    }

    @Test
    void refuses_a_key_with_a_passphrase() {
        var secret = TlsSecret.mount(folder, "first");
        secret.openssl("pkcs8", "-topk8", "-in", "tls.key", "-out", "encrypted", "-passout", "pass:secret");

        secret.replace("tls.key", read("encrypted"));

        assertComplains("%s is no RSA or EC key without a passphrase ", "tls.key");
    }

    @Test
    void refuses_the_key_of_another_certificate() {
        var secret = TlsSecret.mount(folder, "first");
        var key = read("tls.key");
        secret.renewTheCertificateAlone("second");
        assertComplains("%s is not the key of the certificate in ", "tls.key");

        secret.renewWithRsa("third");
        secret.replace("tls.key", key);
        assertComplains("%s is no RSA or EC key without a passphrase ", "tls.key");
    }

    private void assertFine() {
        assertThat(complaints(CertificateFixture.config(folder))).isEmpty();
    }

    private void assertComplains(String complaint, String file) {
        assertThat(complaints(CertificateFixture.config(folder)))
                .singleElement()
                .asString()
                .startsWith("apic-dr.tls.folder: " + complaint.formatted(folder.resolve(file)));
    }

    private static List<String> complaints(TlsConfig config) {
        var provider = new CertificateKeyStoreProvider(config, Clock.systemUTC());
        assertThat(provider.violations()).isEmpty();
        assertThat(provider.getKeyStore(FIXTURE.vertx()) == null)
                .isEqualTo(config.folder().isEmpty() || !provider.violations().isEmpty());
        return provider.violations();
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
