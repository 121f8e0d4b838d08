package org.apicdr.capture.reseal;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apicdr.bundle.Bundle;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.BundleSealer;
import org.apicdr.capture.BundleWarnings;
import org.apicdr.capture.CaptureLock;
import org.apicdr.capture.NewBundle;
import org.apicdr.capture.RecoveryPointSummary;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.MdcFields;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.SealingKeySnapshot;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.OpenedPayload;
import org.apicdr.verification.PayloadOpener;

/**
 * Seals the content of an authentic bundle to the current recipients. Needs the store and an age identity, but no
 * live subsystem. Decrypted secrets stay in memory.
 */
@ApplicationScoped
public class ResealService {

    /** A re-seal cannot look up recovery points, because it reads no subsystem. */
    private static final RecoveryPointSummary NO_RECOVERY_POINTS =
            RecoveryPointSummary.unknown("This bundle was re-sealed. RECOVERY.md of the captured bundle lists them.");

    private final BundleService bundleService;
    private final PayloadOpener payloadOpener;
    private final BundleSealer bundleSealer;
    private final CaptureLock slots;
    private final Clock clock;

    ResealService(
            BundleService bundleService,
            PayloadOpener payloadOpener,
            BundleSealer bundleSealer,
            CaptureLock slots,
            Clock clock) {
        this.bundleService = bundleService;
        this.payloadOpener = payloadOpener;
        this.bundleSealer = bundleSealer;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * Re-seals a bundle.
     *
     * @throws ServiceException {@code IDENTITY_MISSING}, {@code VERIFICATION_FAILED}, or an error of reading or
     *     storing a bundle; nothing was stored then, unless its details say otherwise
     */
    public Resealed reseal(ResealCommand call, Deadline deadline) {
        try {
            var former = bundleService.get(call.subsystem(), call.id(), deadline);
            return slots.runExclusively(former.bundle().folder(), () -> reseal(former, call, deadline));
        } catch (ServiceException e) {
            throw e.notStored();
        }
    }

    private Resealed reseal(BundleInspection former, ResealCommand call, Deadline deadline) {
        var id = former.bundle().id();
        var file = former.trusted().orElseThrow(() -> damaged(id, "it is not authentic. " + former.describeFailures()));
        if (bundleSealer.isSealedWithCurrentKeys(former)) {
            return new Resealed(former.bundle(), bundleService.view(former), false);
        }
        var opened = payloadOpener.openWhole(former.bundle(), file.manifest(), deadline);
        var payload = requireVerified(file.manifest(), opened);
        var folder = former.bundle().folder();
        var lineage = file.manifest().management().lineage();
        var newest = bundleService.newestOfLineage(folder, lineage, deadline);
        var manifestFactory = new ResealManifestFactory(
                file,
                payload,
                bundleSealer.producer(),
                newest.flatMap(BundleInspection::trusted).map(ManifestFile::reference),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                call);
        var bundle = seal(id, payload, opened, manifestFactory);
        var stored = bundle.inspection().bundle();
        try (var upload = bundleService.begin(folder, deadline)) {
            bundleService.publish(upload, folder, stored.id(), bundle.file());
        }
        MdcFields.with(
                Map.of("bundleId", stored.id(), "sizeBytes", bundle.file().length),
                () -> Log.infof("Re-sealed %s as %s: %d bytes", id, stored.id(), bundle.file().length));
        return new Resealed(stored, bundleService.view(bundle.inspection()), true);
    }

    private NewBundle seal(BundleId id, Payload payload, OpenedPayload opened, ResealManifestFactory manifestFactory) {
        try {
            return bundleSealer.seal(payload, opened.packed(), NO_RECOVERY_POINTS, manifestFactory);
        } catch (UncheckedIOException e) {
            throw damaged(id, "its lists of backups are not valid YAML.");
        }
    }

    /** Returns the opened content if it matches the manifest. */
    private static Payload requireVerified(Manifest manifest, OpenedPayload opened) {
        var unpassed = opened.checks().stream()
                .filter(verificationCheck -> verificationCheck.outcome() != CheckOutcome.PASS)
                .toList();
        var why = unpassed.stream()
                .map(verificationCheck -> Sentences.closed(verificationCheck.detail()))
                .collect(Collectors.joining(" "));
        if (unpassed.stream().anyMatch(verificationCheck -> verificationCheck.outcome() == CheckOutcome.SKIPPED)) {
            throw new ServiceException(
                    ErrorCode.IDENTITY_MISSING,
                    ("%s cannot be decrypted: %s. Add an age identity of %s to the file of apic-dr.seal.identity-file, which may"
                                    + " contain several.")
                            .formatted(
                                    manifest.id(),
                                    Sentences.clause(why),
                                    String.join(" or ", manifest.payload().recipients())));
        }
        return opened.payload()
                .filter(payload -> unpassed.isEmpty())
                .orElseThrow(() -> damaged(manifest.id(), "it does not pass verification. " + why));
    }

    private static ServiceException damaged(BundleId id, String why) {
        return new ServiceException(ErrorCode.VERIFICATION_FAILED, "%s cannot be re-sealed: %s".formatted(id, why));
    }

    /**
     * The result of a re-seal.
     *
     * @param stored the bundle on the store
     * @param bundle the bundle as callers see it
     * @param created whether the bundle is new
     */
    public record Resealed(StoredBundle stored, Bundle bundle, boolean created) {}

    /**
     * Creates the manifest of a re-sealed bundle: the content of the former manifest, with fingerprints computed with the
     * current key. It names the originally captured bundle, even after several re-seals.
     *
     * @param former the manifest of the bundle that was opened
     * @param previous the newest bundle of the same installation
     * @param now when the re-seal began, to the second
     * @param call the re-seal request and its caller
     */
    record ResealManifestFactory(
            ManifestFile former,
            Payload payload,
            Manifest.Producer producer,
            Optional<Manifest.Reference> previous,
            Instant now,
            ResealCommand call)
            implements BundleSealer.ManifestFactory {

        private static final String TRIGGER = "reseal";

        @Override
        public Manifest manifest(SealingKeySnapshot sealingKeySnapshot, Manifest.PayloadDigest sealed) {
            var manifest = former.manifest();
            var management = manifest.management();
            var reason = call.request().reason();
            return new Manifest(
                    manifest.formatVersion(),
                    BundleId.of(
                            management.name(), management.siteName(), createdAt(), sealed.sha256(), manifest.dirty()),
                    manifest.site(),
                    createdAt(),
                    TRIGGER,
                    reason == null ? manifest.reason() : reason,
                    call.requestedBy(),
                    producer,
                    ManifestEntryFactory.of(manifest, payload, sealingKeySnapshot.signingKey()),
                    BundleSealer.RECOVERY_PLACEHOLDER,
                    sealed,
                    previous.orElse(null),
                    manifest.resealedFrom() == null ? former.reference() : manifest.resealedFrom(),
                    BundleWarnings.resealed(manifest.warnings(), sealingKeySnapshot.recipients()));
        }

        /** Returns the creation time, which is never before the capture even if the clock was set back. */
        private Instant createdAt() {
            var capturedAt = former.manifest().capturedAt();
            return now.isBefore(capturedAt) ? capturedAt : now;
        }
    }
}
