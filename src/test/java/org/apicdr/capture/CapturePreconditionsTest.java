package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspection.Finding;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.StorePreparation.PreviousBundles;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CapturePreconditionsTest {

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

    private static SubsystemSnapshot snapshot(SubsystemComponent management) {
        return SnapshotFixture.of(SnapshotFixture.of(management));
    }

    private static PreviousBundles history(String lineage) {
        var file = ManifestFile.of(ManifestFixture.manifest(lineage));
        var bundle = new StoredBundle(
                SnapshotFixture.complete().ref(), new BundleId("management-s-20261122T030000Z-1f9a3c2b"), 0);
        var passed = new Finding(Finding.Proof.ARCHIVE, true, "", null);
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
