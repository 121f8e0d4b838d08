package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.apicdr.problem.RecoveryException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SftpBeansTest.WrongPort.class)
class SftpBeansTest {

    private final SftpBundleStore store;
    private final SftpConfigCheck check;

    SftpBeansTest(SftpBundleStore store, SftpConfigCheck check) {
        this.store = store;
        this.check = check;
    }

    @Test
    void lets_the_service_start_with_wrong_properties_and_say_so() {
        assertThat(check.complaints()).contains("apic-dr.sftp.port: must be a number from 1 to 65535, not 'ssh'");
        assertThatExceptionOfType(RecoveryException.class)
                .isThrownBy(() -> store.list(SUBSYSTEM, soon()))
                .withMessageContaining("apic-dr.sftp.port");
    }

    /** A port that is no number. */
    public static final class WrongPort implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("apic-dr.sftp.port", "ssh");
        }
    }
}
