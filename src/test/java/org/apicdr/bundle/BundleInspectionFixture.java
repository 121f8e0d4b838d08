package org.apicdr.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.bundle.BundleInspection.Finding;
import org.apicdr.bundle.BundleInspection.Finding.Proof;
import org.apicdr.core.Deadline;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.InstallationFixture;

/** Reads single files as bundles on a store. */
public final class BundleInspectionFixture {

    private BundleInspectionFixture() {}

    /** An inspector of the site {@link BundleForge#SITE} whose store holds one file. */
    public static BundleInspector inspector(SealingKeys sealingKeys, StoredBundle bundle, byte[] file, Instant now) {
        var store = new InMemoryBundles();
        store.put(bundle.folder(), bundle.id().fileName(), file);
        var installation =
                InstallationFixture.installation(new FakeSubsystemReader(), Map.of("site", BundleForge.SITE));
        return new BundleInspector(store, sealingKeys, installation, Clock.fixed(now, ZoneOffset.UTC));
    }

    /** What a bundle was found to be, by what it says of itself. */
    public static BundleInspection of(StoredBundle bundle, Manifest manifest, boolean authentic) {
        var finding = authentic
                ? Finding.pass(Proof.SIGNATURE, "manifest.json is signed")
                : Finding.fail(Proof.SIGNATURE, "the signature is not one of manifest.json", "do not use this bundle");
        return new BundleInspection(
                bundle,
                Optional.empty(),
                Optional.of(ManifestFile.of(manifest)),
                Optional.of("SHA256:signer"),
                List.of(finding));
    }

    static BundleInspection inspect(SealingKeys sealingKeys, StoredBundle bundle, byte[] file, Instant now) {
        return inspector(sealingKeys, bundle, file, now).inspect(bundle, Deadline.in(Duration.ofSeconds(25)));
    }

    static void assertDoubts(BundleInspection bundleInspection, Proof proof, String why) {
        assertThat(bundleInspection.authentic()).isFalse();
        assertThat(bundleInspection.findings())
                .filteredOn(finding -> !finding.passed())
                .anySatisfy(finding -> {
                    assertThat(finding.check()).isEqualTo(proof);
                    assertThat(finding.detail()).contains(why);
                    assertThat(finding.remedy()).isNotBlank();
                });
    }
}
