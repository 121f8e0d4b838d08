package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class StorePathCheckTest {

    private static final String FOLDER = "/backups/apic-dr/prod-dc1/apic/management";

    @ParameterizedTest
    @ValueSource(strings = {"/backups/mgmt", "/backups/mgmt/dr/prod-dc1/apic/management", "/backups/ptl/x"})
    void nothing_is_stored_where_the_subsystem_keeps_its_own_backups(String folder) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> StorePathCheck.requireOutsideBackupPaths(
                        SnapshotFixture.complete().resources(), place("any.example.com", 22), folder))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_PATH_RESERVED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/backups", "/backups/mgmt2/x", "/bundles/apic/management"})
    void all_is_stored_beside_it(String folder) {
        assertThatNoException()
                .isThrownBy(() -> StorePathCheck.requireOutsideBackupPaths(
                        SnapshotFixture.complete().resources(), place("any.example.com", 22), folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/backups",
                "/backups//",
                "//backups",
                "/./backups/.",
                "/backup/../backups",
                "/../backups",
                "/backups/apic-dr/prod-dc1/apic/management"
            })
    void an_absolute_backup_path_is_known_however_it_is_written_and_on_whichever_host(String path) {
        assertReserved(backups("sftp", "else.example.com", 22, path), "is inside /backups");
        assertReserved(backups(null, "else.example.com", 22, path), "is inside /backups");
        assertReserved(backups("SFTP", "sftp.example.com", 22, path), "Set apic-dr.sftp.path to another folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/.", "/a/.."})
    void the_root_reserves_all_of_its_own_server_and_nothing_of_another(String path) {
        assertReserved(
                backups("sftp", "SFTP.example.com", 22, path),
                "keeps its own backups on the same server. Set spec.databaseBackup.path of ManagementCluster"
                        + " apic/management to a separate folder");
        assertReserved(backups("sftp", "sftp.example.com", null, path), "is inside /,");
        assertFree(backups("sftp", "else.example.com", 22, path));
        assertFree(backups("sftp", "sftp.example.com", 2222, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backups",
                "./backups/",
                "backups/apic-dr",
                "apic-dr",
                "x/../backups",
                "../backups",
                ".",
                "prod-dc1"
            })
    void a_relative_path_may_lie_anywhere_on_its_own_server(String path) {
        assertReserved(backups("sftp", "sftp.example.com", 22, path), "may be inside ", "to an absolute path");
        assertFree(backups("sftp", "else.example.com", 22, path));
        assertFree(backups("sftp", "sftp.example.com", 2222, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backups/mgmt", "apic-dr/backups", "management", "apic/management"})
    void a_relative_path_that_the_store_does_not_hold_reserves_nothing(String path) {
        assertFree(backups("sftp", "sftp.example.com", 22, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"objstore", "local", "none"})
    void what_is_not_on_an_sftp_server_reserves_nothing(String protocol) {
        assertFree(backups(protocol, "sftp.example.com", 22, "/backups"));
        assertFree(backups(protocol, "sftp.example.com", 22, "/"));
        assertFree(backups(protocol, "sftp.example.com", 22, "backups"));
    }

    @Test
    void a_component_without_a_backup_path_reserves_nothing() {
        assertFree(backups("sftp", "sftp.example.com", 22, ""));
        assertFree(Samples.without(Samples.management(), "/spec/databaseBackup"));
    }

    @Test
    void a_path_of_many_slashes_is_compared_at_once() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertReserved(
                        backups("sftp", "else.example.com", 22, "/".repeat(500_000) + "backups"),
                        "is inside /backups,"));
    }

    private static SubsystemComponent backups(
            @Nullable String protocol, String host, @Nullable Integer port, String path) {
        var block = new HashMap<String, Object>(Map.of("host", host, "path", path));
        if (protocol != null) {
            block.put("protocol", protocol);
        }
        if (port != null) {
            block.put("port", port);
        }
        return Samples.with(Samples.management(), "/spec/databaseBackup", block);
    }

    private static void assertReserved(SubsystemComponent management, String... words) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> StorePathCheck.requireOutsideBackupPaths(
                        List.of(management), place("sftp.example.com", 22), FOLDER))
                .withMessageStartingWith(FOLDER)
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.STORE_PATH_RESERVED);
                    assertThat(e.getMessage()).contains(words);
                });
    }

    private static void assertFree(SubsystemComponent management) {
        assertThatNoException()
                .isThrownBy(() -> StorePathCheck.requireOutsideBackupPaths(
                        List.of(management), place("sftp.example.com", 22), FOLDER));
    }

    private static StoreAccount place(String host, int port) {
        return new StoreAccount(host, port, "apic-dr", Optional.empty());
    }
}
