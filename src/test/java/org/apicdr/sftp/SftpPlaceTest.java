package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpPeer;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the store tells of the server that it is on. */
@Tag("store")
class SftpPlaceTest {

    private static final MinaSftpServer SERVER = MinaSftpServer.start();

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Test
    void knows_no_host_key_before_the_first_session_and_opens_none() {
        var store = store(SERVER);

        assertThat(store.account()).isEqualTo(place(Optional.empty()));
        assertThat(store.account()).isEqualTo(place(Optional.empty()));
    }

    @Test
    void tells_the_key_that_the_server_presented_for_the_session() {
        var store = store(SERVER);

        store.list(SUBSYSTEM, soon());

        assertThat(store.account()).isEqualTo(place(Optional.of(SshKeygen.fingerprint(SERVER.knownHosts()))));
        store.close();
    }

    @Test
    void says_that_the_store_is_not_configured() {
        var store = store(with(SERVER.properties(), "host", ""));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(store::account)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    private static StoreAccount place(Optional<String> hostKey) {
        return new StoreAccount(SftpPeer.HOST, SERVER.port(), MinaSftpServer.USER, hostKey);
    }
}
