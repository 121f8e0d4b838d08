package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.BundleArchive;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Description;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.Inspector;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Sha256;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.seal.Seals;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftSearch;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Makes a bundle of a snapshot: pack, check what was packed, seal, sign, and read it once as a stranger would. */
@ApplicationScoped
class BundleMaking {

    private final Seals seals;
    private final Installation installation;
    private final RecoveryGuide guide;
    private final DriftSearch drift;
    private final Inspector inspector;
    private final String version;

    BundleMaking(
            Seals seals,
            Installation installation,
            RecoveryGuide guide,
            DriftSearch drift,
            Inspector inspector,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.seals = seals;
        this.installation = installation;
        this.guide = guide;
        this.drift = drift;
        this.inspector = inspector;
        this.version = version;
    }

    /** The previous bundle, where a new one would say and protect the same. */
    Optional<Inspection> unchanged(SubsystemSnapshot snapshot, History history) {
        return history.previous()
                .filter(previous -> previous.trusted()
                        .map(ManifestFile::manifest)
                        .filter(this::sealedAsNow)
                        .flatMap(manifest -> drift.compare(manifest, Optional.empty(), snapshot))
                        .filter(Drift::isEmpty)
                        .isPresent())
                .filter(previous -> previous.signer()
                        .equals(Optional.of(seals.signingKey().publicKey().fingerprint())));
    }

    NewBundle make(Occasion occasion) {
        var packed = pack(occasion.snapshot());
        var tar = packed.payload().pack(occasion.createdAt());
        PackCheck.check(tar, occasion.snapshot());
        var payload = seals.recipients().seal(tar);
        var manifest = manifest(occasion, payload, packed.warnings());
        var recovery = guide.write(manifest, occasion.snapshot()).getBytes(StandardCharsets.UTF_8);
        var file = ManifestFile.of(
                manifest.with(new Manifest.FileDigest(BundleArchive.RECOVERY, recovery.length, Sha256.hex(recovery))));
        var signature = seals.signingKey().sign(file.bytes()).armor().getBytes(StandardCharsets.US_ASCII);
        var archive = archive(new BundleArchive(recovery, file.bytes(), signature, payload), occasion);
        return new NewBundle(inspect(occasion, manifest.id(), archive), archive);
    }

    private static PayloadPacking.Packed pack(SubsystemSnapshot snapshot) {
        try {
            return PayloadPacking.pack(snapshot);
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    private static byte[] archive(BundleArchive archive, Occasion occasion) {
        try {
            return archive.write(occasion.createdAt());
        } catch (IllegalArgumentException e) {
            throw tooLarge(occasion.snapshot(), e);
        }
    }

    private static RecoveryException tooLarge(SubsystemSnapshot snapshot, IllegalArgumentException e) {
        return new RecoveryException(Reason.SUBSYSTEM_TOO_LARGE, "%s: %s".formatted(snapshot.ref(), e.getMessage()), e);
    }

    private Inspection inspect(Occasion occasion, BundleId id, byte[] archive) {
        var inspection = inspector.inspect(new StoredBundle(occasion.snapshot().ref(), id, archive.length), archive);
        if (!inspection.authentic()) {
            throw new IllegalStateException("a new bundle is not authentic: " + inspection.doubts());
        }
        return inspection;
    }

    private Manifest manifest(Occasion occasion, byte[] payload, List<String> resourceWarnings) {
        var snapshot = occasion.snapshot();
        var sha256 = Sha256.hex(payload);
        var warnings = new ArrayList<>(snapshot.warnings());
        warnings.addAll(resourceWarnings);
        warnings.addAll(Warnings.of(snapshot, seals.recipients().values()));
        return new Manifest(
                Manifest.FORMAT_VERSION,
                id(occasion, sha256),
                installation.site(),
                occasion.createdAt(),
                occasion.trigger().toString(),
                occasion.reason(),
                null,
                new Manifest.Producer("apic-dr", version),
                Description.of(snapshot, seals.signingKey()),
                new Manifest.FileDigest(BundleArchive.RECOVERY, 0, ""),
                new Manifest.PayloadDigest(
                        BundleArchive.PAYLOAD,
                        payload.length,
                        sha256,
                        seals.recipients().values()),
                occasion.history()
                        .previousManifest()
                        .map(file -> new Manifest.Previous(file.manifest().id(), file.sha256()))
                        .orElse(null),
                warnings);
    }

    private static BundleId id(Occasion occasion, String sha256) {
        var snapshot = occasion.snapshot();
        var management = snapshot.management().component();
        boolean dirty = !snapshot.healthy() || !snapshot.missing().isEmpty();
        try {
            return BundleId.of(management.name(), management.siteName(), occasion.createdAt(), sha256, dirty);
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    private boolean sealedAsNow(Manifest manifest) {
        return manifest.formatVersion().equals(Manifest.FORMAT_VERSION)
                && Set.copyOf(manifest.payload().recipients())
                        .equals(Set.copyOf(seals.recipients().values()));
    }

    /**
     * What a bundle is made of.
     *
     * @param createdAt when the capture began, to the second
     * @param trigger what made it begin
     * @param reason what the caller gave as the reason
     */
    record Occasion(
            SubsystemSnapshot snapshot,
            History history,
            Instant createdAt,
            Trigger trigger,
            @Nullable String reason) {}
}
