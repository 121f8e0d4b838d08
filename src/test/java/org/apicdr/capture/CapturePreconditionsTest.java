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
import org.apicdr.bundle.AuthenticityFinding;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class CapturePreconditionsTest {

    private static final String FOLDER = "/backups/apic-dr/prod-dc1/apic/management";

    @ParameterizedTest
    @ValueSource(strings = {"/backups/mgmt", "/backups/mgmt/dr/prod-dc1/apic/management", "/backups/ptl/x"})
    void nothing_is_stored_where_the_subsystem_keeps_its_own_backups(String folder) {
        assertRefused(
                ErrorCode.STORE_PATH_RESERVED,
                () -> CapturePreconditions.requireStoreOutsideBackupPath(
                        SnapshotFixture.complete().resources(), place("any.example.com", 22), folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/backups", "/backups/mgmt2/x", "/bundles/apic/management"})
    void all_is_stored_beside_it(String folder) {
        assertThatNoException()
                .isThrownBy(() -> CapturePreconditions.requireStoreOutsideBackupPath(
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

    @Test
    void a_new_installation_does_not_go_on_under_the_old_name() {
        var previousBundles = history("uid-0");

        assertRefused(
                ErrorCode.SUBSYSTEM_IDENTITY_CHANGED,
                () -> CapturePreconditions.requireSameInstallation(SnapshotFixture.complete(), previousBundles, false));
        assertThatNoException()
                .isThrownBy(() -> CapturePreconditions.requireSameInstallation(
                        SnapshotFixture.complete(), previousBundles, true));
    }

    @Test
    void a_recovered_installation_goes_on() {
        var recovered = snapshot(Samples.with(Samples.management(), "/spec/originalUID", "uid-0"));

        assertThatNoException()
                .isThrownBy(() -> CapturePreconditions.requireSameInstallation(recovered, history("uid-0"), false));
    }

    @Test
    void the_first_bundle_has_nothing_to_agree_with() {
        var none = new PreviousBundles(Optional.empty(), Optional.empty());

        assertThatNoException()
                .isThrownBy(
                        () -> CapturePreconditions.requireSameInstallation(SnapshotFixture.complete(), none, false));
    }

    @Test
    void an_incomplete_subsystem_is_stored_only_by_force() {
        var incomplete = SnapshotFixture.of(
                SnapshotFixture.of(Samples.management(), List.of("atm-cred")),
                SnapshotFixture.of(Samples.portal("apic", "portal"), List.of("portal-login", "atm-cred")));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> CapturePreconditions.requireComplete(incomplete, false, false))
                .withMessageStartingWith("apic/management lacks atm-cred, portal-login. ")
                .satisfies(e -> assertThat(e.details().missing()).containsExactly("atm-cred", "portal-login"));
        assertThatNoException().isThrownBy(() -> CapturePreconditions.requireComplete(incomplete, true, false));
        assertThatNoException()
                .isThrownBy(() -> CapturePreconditions.requireComplete(SnapshotFixture.complete(), false, false));
    }

    @Test
    void what_a_portal_lacks_stops_no_capture_that_happens_by_itself() {
        var empty = SnapshotFixture.of(
                SnapshotFixture.of(Samples.management()),
                SnapshotFixture.of(
                        Samples.without(Samples.portal("apic", "portal"), "/spec"),
                        List.of("status.encryptionSecret")));

        assertThatNoException().isThrownBy(() -> CapturePreconditions.requireComplete(empty, false, true));
        assertThatNoException().isThrownBy(() -> CapturePreconditions.requireComplete(empty, true, false));
        assertRefused(ErrorCode.SUBSYSTEM_INCOMPLETE, () -> CapturePreconditions.requireComplete(empty, false, false));
    }

    @Test
    void what_the_database_lacks_stops_a_capture_that_happens_by_itself() {
        var incomplete = SnapshotFixture.of(
                SnapshotFixture.of(Samples.management(), List.of("atm-cred")),
                SnapshotFixture.of(Samples.portal("apic", "portal")));

        assertRefused(
                ErrorCode.SUBSYSTEM_INCOMPLETE, () -> CapturePreconditions.requireComplete(incomplete, false, true));
    }

    @Test
    void what_cannot_be_named_is_not_stored_even_by_force() {
        var nameless = snapshot(Samples.without(Samples.management(), "/spec/siteName"));

        assertRefused(ErrorCode.SUBSYSTEM_INCOMPLETE, () -> CapturePreconditions.requireComplete(nameless, true, true));
    }

    @Test
    void an_unhealthy_subsystem_is_stored_only_by_force() {
        var unhealthy = SnapshotFixture.of(
                SnapshotFixture.of(Samples.with(Samples.management(), "/status/state", "14/16")),
                SnapshotFixture.of(Samples.with(Samples.portal("apic", "portal"), "/status/phase", "Pending")));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> CapturePreconditions.requireHealthy(unhealthy, false))
                .withMessageStartingWith("ManagementCluster apic/management is Running, 14/16;"
                        + " PortalCluster apic/portal is Pending, 6/6. Wait until it runs")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SUBSYSTEM_NOT_HEALTHY));
        assertThatNoException().isThrownBy(() -> CapturePreconditions.requireHealthy(unhealthy, true));
        assertThatNoException()
                .isThrownBy(() -> CapturePreconditions.requireHealthy(SnapshotFixture.complete(), false));
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
                .isThrownBy(() -> CapturePreconditions.requireStoreOutsideBackupPath(
                        List.of(management), place("sftp.example.com", 22), FOLDER))
                .withMessageStartingWith(FOLDER)
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.STORE_PATH_RESERVED);
                    assertThat(e.getMessage()).contains(words);
                });
    }

    private static void assertFree(SubsystemComponent management) {
        assertThatNoException()
                .isThrownBy(() -> CapturePreconditions.requireStoreOutsideBackupPath(
                        List.of(management), place("sftp.example.com", 22), FOLDER));
    }

    private static StoreAccount place(String host, int port) {
        return new StoreAccount(host, port, "apic-dr", Optional.empty());
    }

    private static SubsystemSnapshot snapshot(SubsystemComponent management) {
        return SnapshotFixture.of(SnapshotFixture.of(management));
    }

    private static PreviousBundles history(String lineage) {
        var file = ManifestFile.of(ManifestFixture.manifest(lineage));
        var bundle = new StoredBundle(
                SnapshotFixture.complete().ref(), new BundleId("management-s-20261122T030000Z-1f9a3c2b"), 0);
        var passed = new AuthenticityFinding(AuthenticityFinding.Proof.ARCHIVE, true, "", null);
        var bundleInspection =
                new BundleInspection(bundle, Optional.empty(), Optional.of(file), Optional.empty(), List.of(passed));
        return new PreviousBundles(Optional.of(bundleInspection), Optional.empty());
    }

    private static void assertRefused(ErrorCode errorCode, ThrowingCallable guard) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(guard)
                .satisfies(e -> assertThat(e.code()).isEqualTo(errorCode));
    }
}
