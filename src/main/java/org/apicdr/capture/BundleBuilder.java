package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.SealingKeySnapshot;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftDetector;

/** Builds a bundle from a snapshot: packs the payload, checks it and seals it. */
@ApplicationScoped
class BundleBuilder {

    private final BundleSealer bundleSealer;
    private final Installation installation;
    private final DriftDetector driftDetector;

    BundleBuilder(BundleSealer bundleSealer, Installation installation, DriftDetector driftDetector) {
        this.bundleSealer = bundleSealer;
        this.installation = installation;
        this.driftDetector = driftDetector;
    }

    /** Returns the previous bundle if a new one would have the same content and protection. */
    Optional<BundleInspection> unchanged(SubsystemSnapshot snapshot, PreviousBundles previousBundles) {
        return previousBundles
                .previous()
                .filter(bundleSealer::isSealedWithCurrentKeys)
                .filter(previous -> previous.trusted()
                        .flatMap(file -> driftDetector.compare(file.manifest(), Optional.empty(), snapshot))
                        .filter(Drift::isEmpty)
                        .isPresent());
    }

    NewBundle make(CaptureInput captureInput, RecoveryPointLookup.PendingRecoveryPoints outlook) {
        var packed = pack(captureInput.snapshot());
        var tar = packed.payload().pack(captureInput.createdAt());
        PayloadRoundTripCheck.check(tar, captureInput.snapshot());
        return bundleSealer.seal(
                packed.payload(),
                tar,
                outlook.await(),
                (sealingKeySnapshot, payload) ->
                        manifest(captureInput, sealingKeySnapshot, payload, packed.warnings()));
    }

    private static PayloadBuilder.Packed pack(SubsystemSnapshot snapshot) {
        try {
            return PayloadBuilder.pack(snapshot);
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    private static ServiceException tooLarge(SubsystemSnapshot snapshot, IllegalArgumentException e) {
        return new ServiceException(
                ErrorCode.SUBSYSTEM_TOO_LARGE, "%s: %s".formatted(snapshot.ref(), e.getMessage()), e);
    }

    private Manifest manifest(
            CaptureInput captureInput,
            SealingKeySnapshot sealingKeySnapshot,
            Manifest.PayloadDigest payload,
            List<String> resourceWarnings) {
        var snapshot = captureInput.snapshot();
        var warnings = new ArrayList<>(snapshot.warnings());
        warnings.addAll(resourceWarnings);
        warnings.addAll(BundleWarnings.of(snapshot));
        warnings.addAll(BundleWarnings.of(
                snapshot, captureInput.previousBundles().previousManifest().map(ManifestFile::manifest)));
        warnings.addAll(BundleWarnings.of(sealingKeySnapshot.recipients()));
        return new Manifest(
                Manifest.FORMAT_VERSION,
                id(captureInput, payload.sha256()),
                installation.site(),
                captureInput.createdAt(),
                captureInput.call().trigger().toString(),
                captureInput.call().request().reason(),
                captureInput.call().requestedBy(),
                bundleSealer.producer(),
                ManifestEntryFactory.of(snapshot, sealingKeySnapshot.signingKey()),
                BundleSealer.RECOVERY_PLACEHOLDER,
                payload,
                captureInput
                        .previousBundles()
                        .previousManifest()
                        .map(ManifestFile::reference)
                        .orElse(null),
                null,
                warnings);
    }

    private static BundleId id(CaptureInput captureInput, String sha256) {
        var snapshot = captureInput.snapshot();
        var management = snapshot.management().component();
        try {
            return BundleId.of(
                    management.name(), management.siteName(), captureInput.createdAt(), sha256, snapshot.dirty());
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    /**
     * The input of a bundle.
     *
     * @param createdAt when the capture began, to the second
     * @param call the capture request and its caller
     */
    record CaptureInput(
            SubsystemSnapshot snapshot, PreviousBundles previousBundles, Instant createdAt, CaptureCommand call) {}
}
