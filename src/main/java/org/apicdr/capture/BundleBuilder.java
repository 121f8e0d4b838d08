package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StrictJson;
import org.apicdr.capture.BundleSealer.NewBundle;
import org.apicdr.capture.BundleSealer.SealedPayload;
import org.apicdr.capture.StorePreparation.PreviousBundles;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.plan.RecoveryPlan;
import org.apicdr.recovery.plan.RecoveryPlanFactory;
import org.apicdr.recovery.point.RecoveryPointDrafts;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftDetector;

/** Builds a bundle from a snapshot: packs the payload, checks it, and seals it with its manifest. */
@ApplicationScoped
class BundleBuilder {

    /** Stands for the digest of a payload that is not made yet. */
    private static final String NO_DIGEST = "0".repeat(64);

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

    /**
     * Builds a bundle.
     *
     * @param createdAt when the capture began, to the second
     * @param recoveryPoints the recovery points for the plan, or the reason why they are unknown
     */
    NewBundle build(
            CaptureCommand command,
            Instant createdAt,
            SubsystemSnapshot snapshot,
            PreviousBundles previousBundles,
            CompletableFuture<Result<RecoveryPointDrafts>> recoveryPoints) {
        var built = buildPayload(snapshot);
        var points = recoveryPoints.join();
        var keys = bundleSealer.keys();
        var entries = ManifestEntryFactory.of(snapshot, keys.signingKey());
        var payload = withPlan(built.payload(), snapshot, entries, createdAt, points);
        var tar = payload.pack(createdAt);
        PayloadBuilder.requireSame(tar, payload, snapshot);
        var sealed = bundleSealer.encrypt(tar, keys);
        var previous = previousBundles.previousManifest();
        var warnings = warnings(snapshot, built.warnings(), previousBundles, sealed);
        var manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                id(snapshot, createdAt, sealed.digest().sha256()),
                installation.site(),
                createdAt,
                command.trigger().toString(),
                command.request().reason(),
                command.requestedBy(),
                bundleSealer.producer(),
                entries,
                BundleSealer.RECOVERY_PLACEHOLDER,
                sealed.digest(),
                previous.map(ManifestFile::reference).orElse(null),
                null, // not re-sealed
                warnings);
        return bundleSealer.signAndWrite(manifest, payload, sealed);
    }

    /** Adds the recovery plan. It cannot name the id of the bundle, because that contains a digest of the payload. */
    private Payload withPlan(
            Payload payload,
            SubsystemSnapshot snapshot,
            List<Manifest.Entry> entries,
            Instant createdAt,
            Result<RecoveryPointDrafts> recoveryPoints) {
        var thisBundle = id(snapshot, createdAt, NO_DIGEST);
        var plan = RecoveryPlanFactory.forPayload(
                installation.site(),
                createdAt,
                entries,
                payload,
                recoveryPoints.flatMap(points -> Result.of(points.with(thisBundle))),
                thisBundle);
        try {
            return payload.with(RecoveryPlan.FILE, StrictJson.write(plan));
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    private static PayloadBuilder.PayloadWithWarnings buildPayload(SubsystemSnapshot snapshot) {
        try {
            return PayloadBuilder.build(snapshot);
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    private static List<String> warnings(
            SubsystemSnapshot snapshot,
            List<String> resourceWarnings,
            PreviousBundles previousBundles,
            SealedPayload sealed) {
        var previous = previousBundles.previousManifest().map(ManifestFile::manifest);
        var warnings = new ArrayList<>(snapshot.warnings());
        warnings.addAll(resourceWarnings);
        warnings.addAll(BundleWarnings.ofComponents(snapshot));
        warnings.addAll(BundleWarnings.ofUnknownPrevious(previousBundles.whyUnknown()));
        warnings.addAll(BundleWarnings.ofChangedCredentials(snapshot, previous));
        warnings.addAll(BundleWarnings.ofRecipients(sealed.keys().recipients()));
        return warnings;
    }

    private static BundleId id(SubsystemSnapshot snapshot, Instant createdAt, String sha256) {
        var management = snapshot.management().component();
        try {
            return BundleId.of(management.name(), management.siteName(), createdAt, sha256, snapshot.dirty());
        } catch (IllegalArgumentException e) {
            throw tooLarge(snapshot, e);
        }
    }

    private static ServiceException tooLarge(SubsystemSnapshot snapshot, IllegalArgumentException e) {
        return new ServiceException(
                ErrorCode.SUBSYSTEM_TOO_LARGE, "%s: %s".formatted(snapshot.ref(), e.getMessage()), e);
    }
}
