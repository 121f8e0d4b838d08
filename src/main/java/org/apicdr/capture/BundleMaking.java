package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Description;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.seal.Seal;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftSearch;

/** Makes a bundle of a snapshot: pack, check what was packed, seal. */
@ApplicationScoped
class BundleMaking {

    private final BundleSealing sealing;
    private final Installation installation;
    private final DriftSearch drift;

    BundleMaking(BundleSealing sealing, Installation installation, DriftSearch drift) {
        this.sealing = sealing;
        this.installation = installation;
        this.drift = drift;
    }

    /** The previous bundle, where a new one would say and protect the same. */
    Optional<Inspection> unchanged(SubsystemSnapshot snapshot, History history) {
        return history.previous()
                .filter(sealing::sealedAsNow)
                .filter(previous -> previous.trusted()
                        .flatMap(file -> drift.compare(file.manifest(), Optional.empty(), snapshot))
                        .filter(Drift::isEmpty)
                        .isPresent());
    }

    NewBundle make(Occasion occasion, PendingOutlook outlook) {
        var packed = pack(occasion.snapshot());
        var tar = packed.payload().pack(occasion.createdAt());
        PackCheck.check(tar, occasion.snapshot());
        return sealing.seal(
                packed.payload(),
                tar,
                outlook.outlook(),
                (seal, payload) -> manifest(occasion, seal, payload, packed.warnings()));
    }

    private static PayloadPacking.Packed pack(SubsystemSnapshot snapshot) {
        try {
            return PayloadPacking.pack(snapshot);
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    private static RecoveryException tooLarge(SubsystemSnapshot snapshot, IllegalArgumentException e) {
        return new RecoveryException(Reason.SUBSYSTEM_TOO_LARGE, "%s: %s".formatted(snapshot.ref(), e.getMessage()), e);
    }

    private Manifest manifest(
            Occasion occasion, Seal seal, Manifest.PayloadDigest payload, List<String> resourceWarnings) {
        var snapshot = occasion.snapshot();
        var warnings = new ArrayList<>(snapshot.warnings());
        warnings.addAll(resourceWarnings);
        warnings.addAll(Warnings.of(snapshot));
        warnings.addAll(
                Warnings.of(snapshot, occasion.history().previousManifest().map(ManifestFile::manifest)));
        warnings.addAll(Warnings.of(seal.recipients()));
        return new Manifest(
                Manifest.FORMAT_VERSION,
                id(occasion, payload.sha256()),
                installation.site(),
                occasion.createdAt(),
                occasion.call().trigger().toString(),
                occasion.call().order().reason(),
                occasion.call().requestedBy(),
                sealing.producer(),
                Description.of(snapshot, seal.signingKey()),
                BundleSealing.GUIDE_TO_COME,
                payload,
                occasion.history()
                        .previousManifest()
                        .map(ManifestFile::reference)
                        .orElse(null),
                null,
                warnings);
    }

    private static BundleId id(Occasion occasion, String sha256) {
        var snapshot = occasion.snapshot();
        var management = snapshot.management().component();
        try {
            return BundleId.of(
                    management.name(), management.siteName(), occasion.createdAt(), sha256, snapshot.dirty());
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    /**
     * What a bundle is made of.
     *
     * @param createdAt when the capture began, to the second
     * @param call what was asked for, and by whom
     */
    record Occasion(SubsystemSnapshot snapshot, History history, Instant createdAt, CaptureCall call) {}
}
