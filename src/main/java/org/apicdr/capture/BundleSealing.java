package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.BundleArchive;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.Inspector;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.Sha256;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.seal.Seal;
import org.apicdr.seal.Seals;
import org.apicdr.seal.SignerKey;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the file of a bundle: seal, describe, guide, sign, and read it once as a stranger would. */
@ApplicationScoped
public class BundleSealing {

    /** What a draft says of RECOVERY.md, which is written from it. */
    public static final Manifest.FileDigest GUIDE_TO_COME = new Manifest.FileDigest(BundleArchive.RECOVERY, 0, "");

    private final Seals seals;
    private final RecoveryGuide guide;
    private final Inspector inspector;
    private final String version;

    BundleSealing(
            Seals seals,
            RecoveryGuide guide,
            Inspector inspector,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.seals = seals;
        this.guide = guide;
        this.inspector = inspector;
        this.version = version;
    }

    /** What makes bundles here. */
    public Manifest.Producer producer() {
        return new Manifest.Producer("apic-dr", version);
    }

    /** Whether a bundle is of the present format, sealed to the present recipients and signed by the present key. */
    public boolean sealedAsNow(Inspection inspection) {
        var seal = seals.present();
        var signer = seal.signingKey().publicKey().fingerprint();
        return inspection
                .trusted()
                .map(ManifestFile::manifest)
                .filter(manifest -> manifest.formatVersion().equals(Manifest.FORMAT_VERSION))
                .filter(manifest -> Set.copyOf(manifest.payload().recipients())
                        .equals(Set.copyOf(seal.recipients().values())))
                .filter(manifest -> inspection.signer().equals(Optional.of(signer)))
                .isPresent();
    }

    /**
     * Makes a bundle.
     *
     * @param payload what is in it
     * @param packed the same as gzipped tar, which is sealed as it is
     * @param outlook what its RECOVERY.md says of the recovery points
     */
    public NewBundle seal(Payload payload, byte[] packed, RecoveryOutlook outlook, Draft draft) {
        var seal = seals.present();
        var sealed = seal.recipients().seal(packed);
        var digest = new Manifest.PayloadDigest(
                BundleArchive.PAYLOAD,
                sealed.length,
                Sha256.hex(sealed),
                seal.recipients().values());
        var manifest = draft.manifest(seal, digest);
        var recovery = guide.write(manifest, payload, outlook).getBytes(StandardCharsets.UTF_8);
        var file = ManifestFile.of(
                manifest.with(new Manifest.FileDigest(BundleArchive.RECOVERY, recovery.length, Sha256.hex(recovery))));
        var signature = seal.signingKey().sign(file.bytes()).armor().getBytes(StandardCharsets.US_ASCII);
        var archive = write(new BundleArchive(recovery, file.bytes(), signature, sealed), manifest);
        return new NewBundle(inspect(manifest, archive, seal.signingKey().publicKey()), archive);
    }

    private static byte[] write(BundleArchive archive, Manifest manifest) {
        try {
            return archive.write(manifest.createdAt());
        } catch (IllegalArgumentException e) {
            throw new RecoveryException(
                    Reason.SUBSYSTEM_TOO_LARGE,
                    "%s: %s".formatted(manifest.management().path(), e.getMessage()),
                    e);
        }
    }

    private Inspection inspect(Manifest manifest, byte[] archive, SignerKey signer) {
        var management = manifest.management();
        var folder = new SubsystemRef(management.namespace(), management.name());
        var inspection = inspector.inspect(new StoredBundle(folder, manifest.id(), archive.length), archive, signer);
        if (!inspection.authentic()) {
            throw new IllegalStateException("a new bundle is not authentic: " + inspection.doubts());
        }
        return inspection;
    }

    /** Describes a bundle, once it is known how its payload is sealed. */
    @FunctionalInterface
    public interface Draft {

        /** The manifest, with {@link #GUIDE_TO_COME} in place of its RECOVERY.md. */
        Manifest manifest(Seal seal, Manifest.PayloadDigest payload);
    }
}
