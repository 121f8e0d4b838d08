package org.apicdr.rest.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apicdr.rest.CapturedLog;
import org.apicdr.testsupport.ShiftedClock;
import org.apicdr.testsupport.TlsSecret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("unit")
@Isolated
class CertificateKeyStoreProviderTest {

    private static final CertificateFixture FIXTURE = new CertificateFixture();

    @TempDir
    private Path folder;

    private final ShiftedClock clock = new ShiftedClock();

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    @Test
    void is_none_where_plain_http_is_served() {
        assertThat(new CertificateKeyStoreProvider(Optional::empty, clock).getKeyStore(FIXTURE.vertx()))
                .isNull();
    }

    @Test
    void is_told_once_and_again_when_it_is_renewed() {
        var secret = TlsSecret.mount(folder, "first");
        var served = served();

        assertThat(served.getKeyStore(FIXTURE.vertx())).isNotNull();
        assertThat(served.getKeyStore(FIXTURE.vertx())).isNull();
        secret.renew("second");
        try (var log = CapturedLog.start()) {
            assertThat(served.getKeyStore(FIXTURE.vertx())).isNotNull();

            assertThat(log.text())
                    .contains("the certificate of CN=second, valid until ")
                    .doesNotContain("WARN");
        }
    }

    @Test
    void stays_when_its_renewal_is_of_no_use_which_is_said_once() {
        var secret = TlsSecret.mount(folder, "first");
        var served = served();
        served.getKeyStore(FIXTURE.vertx());
        secret.renewTheCertificateAlone("second");
        try (var log = CapturedLog.start()) {
            assertThat(served.getKeyStore(FIXTURE.vertx())).isNull();
            assertThat(served.getKeyStore(FIXTURE.vertx())).isNull();

            assertThat(log.text()).containsOnlyOnce("the former certificate is still served");
        }
        secret.renew("third");
        assertThat(served.getKeyStore(FIXTURE.vertx())).isNotNull();
    }

    @Test
    void is_served_with_a_warning_where_its_time_is_over() {
        TlsSecret.mount(folder, "first");
        clock.advance(Duration.ofDays(31));
        try (var log = CapturedLog.start()) {
            assertThat(served().getKeyStore(FIXTURE.vertx())).isNotNull();

            assertThat(log.text()).contains("so clients will refuse it: renew it");
        }
    }

    private CertificateKeyStoreProvider served() {
        return new CertificateKeyStoreProvider(CertificateFixture.config(folder), clock);
    }
}
