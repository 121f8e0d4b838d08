package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.BundleArchiveWriter;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.Digests;
import org.apicdr.crypto.SealingKeySnapshot;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SshPublicKey;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Creates bundle files: seals the payload, writes the manifest and RECOVERY.md, signs, and inspects the result as any
 * reader would.
 */
@ApplicationScoped
public class BundleSealer {

    /** The manifest entry of RECOVERY.md until that file is written. It is written from the manifest. */
    public static final Manifest.FileDigest RECOVERY_PLACEHOLDER =
            new Manifest.FileDigest(BundleArchiveWriter.RECOVERY, 0, "");

    private final SealingKeys sealingKeys;
    private final RecoveryGuide guide;
    private final BundleInspector bundleInspector;
    private final String version;

    BundleSealer(
            SealingKeys sealingKeys,
            RecoveryGuide guide,
            BundleInspector bundleInspector,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.sealingKeys = sealingKeys;
        this.guide = guide;
        this.bundleInspector = bundleInspector;
        this.version = version;
    }

    /** Returns the name and version of this service. */
    public Manifest.Producer producer() {
        return new Manifest.Producer("apic-dr", version);
    }

    /**
     * Returns whether a bundle has the current format, is sealed to the current recipients and is signed with the
     * current key.
     */
    public boolean isSealedWithCurrentKeys(BundleInspection bundleInspection) {
        var sealingKeySnapshot = sealingKeys.present();
        var signer = sealingKeySnapshot.signingKey().publicKey().fingerprint();
        return bundleInspection
                .trusted()
                .map(ManifestFile::manifest)
                .filter(manifest -> manifest.formatVersion().equals(Manifest.FORMAT_VERSION))
                .filter(manifest -> Set.copyOf(manifest.payload().recipients())
                        .equals(Set.copyOf(sealingKeySnapshot.recipients().values())))
                .filter(manifest -> bundleInspection.signer().equals(Optional.of(signer)))
                .isPresent();
    }

    /**
     * Creates a bundle.
     *
     * @param payload the content
     * @param packed the content as gzipped tar, which is sealed unchanged
     * @param outlook the recovery points for RECOVERY.md
     */
    public NewBundle seal(
            Payload payload, byte[] packed, RecoveryPointSummary outlook, ManifestFactory manifestFactory) {
        var sealingKeySnapshot = sealingKeys.present();
        var sealed = sealingKeySnapshot.recipients().seal(packed);
        var digest = new Manifest.PayloadDigest(
                BundleArchiveWriter.PAYLOAD,
                sealed.length,
                Digests.sha256Hex(sealed),
                sealingKeySnapshot.recipients().values());
        var manifest = manifestFactory.manifest(sealingKeySnapshot, digest);
        var recovery = guide.write(manifest, payload, outlook).getBytes(StandardCharsets.UTF_8);
        var file = ManifestFile.of(manifest.with(
                new Manifest.FileDigest(BundleArchiveWriter.RECOVERY, recovery.length, Digests.sha256Hex(recovery))));
        var signature =
                sealingKeySnapshot.signingKey().sign(file.bytes()).armor().getBytes(StandardCharsets.US_ASCII);
        var archive = write(new BundleArchiveWriter(recovery, file.bytes(), signature, sealed), manifest);
        return new NewBundle(
                inspect(manifest, archive, sealingKeySnapshot.signingKey().publicKey()), archive);
    }

    private static byte[] write(BundleArchiveWriter archive, Manifest manifest) {
        try {
            return archive.write(manifest.createdAt());
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_TOO_LARGE,
                    "%s: %s".formatted(manifest.management().path(), e.getMessage()),
                    e);
        }
    }

    private BundleInspection inspect(Manifest manifest, byte[] archive, SshPublicKey signer) {
        var management = manifest.management();
        var folder = new SubsystemRef(management.namespace(), management.name());
        var bundleInspection =
                bundleInspector.inspect(new StoredBundle(folder, manifest.id(), archive.length), archive, signer);
        if (!bundleInspection.authentic()) {
            throw new IllegalStateException("A new bundle is not authentic: " + bundleInspection.describeFailures());
        }
        return bundleInspection;
    }

    /** Creates the manifest of a bundle after its payload is sealed. */
    @FunctionalInterface
    public interface ManifestFactory {

        /** Returns the manifest, with {@link #RECOVERY_PLACEHOLDER} in place of its RECOVERY.md. */
        Manifest manifest(SealingKeySnapshot sealingKeySnapshot, Manifest.PayloadDigest payload);
    }
}
