package org.apicdr.capture.reseal;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import org.apicdr.bundle.Bundle;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.BundleSealer;
import org.apicdr.capture.CaptureSlots;
import org.apicdr.capture.NewBundle;
import org.apicdr.capture.RecoveryPointSummary;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.MdcFields;
import org.apicdr.core.ServiceException;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.OpenedPayload;
import org.apicdr.verification.PayloadOpener;
import org.apicdr.verification.VerificationCheck;

/**
 * Seals what an authentic bundle holds to the recipients of now. Needs the store and an identity, and no subsystem: that
 * may be gone. What is secret stays in memory.
 */
@ApplicationScoped
public class ResealService {

    /** They are those of the capture, and a re-seal needs no subsystem. */
    private static final RecoveryPointSummary TABLE_OF_THE_CAPTURE = RecoveryPointSummary.unknown(
            "this bundle was sealed anew, and RECOVERY.md of the bundle that was captured names them");

    private final BundleService bundleService;
    private final PayloadOpener opening;
    private final BundleSealer sealing;
    private final CaptureSlots slots;
    private final Clock clock;

    ResealService(
            BundleService bundleService, PayloadOpener opening, BundleSealer sealing, CaptureSlots slots, Clock clock) {
        this.bundleService = bundleService;
        this.opening = opening;
        this.sealing = sealing;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * Re-seals a bundle.
     *
     * @throws ServiceException {@code IDENTITY_MISSING}, {@code VERIFICATION_FAILED}, or what keeps any bundle from being
     *     read and stored; nothing was stored then, unless the evidence says otherwise
     */
    public Resealed reseal(ResealCommand call, Deadline deadline) {
        try {
            var former = bundleService.get(call.subsystem(), call.id(), deadline);
            return slots.alone(former.bundle().folder(), () -> reseal(former, call, deadline));
        } catch (ServiceException e) {
            throw e.notStored();
        }
    }

    private Resealed reseal(BundleInspection former, ResealCommand call, Deadline deadline) {
        var id = former.bundle().id();
        var file = former.trusted().orElseThrow(() -> damaged(id, "it is not authentic: " + former.doubts()));
        if (sealing.isSealedWithCurrentKeys(former)) {
            return new Resealed(former.bundle(), bundleService.view(former), false);
        }
        var opened = opening.openWhole(former.bundle(), file.manifest(), deadline);
        var payload = proven(file.manifest(), opened);
        var folder = former.bundle().folder();
        var lineage = file.manifest().management().lineage();
        var newest = bundleService.newestOfLineage(folder, lineage, deadline);
        var draft = new ResealManifestFactory(
                file,
                payload,
                sealing.producer(),
                newest.flatMap(BundleInspection::trusted).map(ManifestFile::reference),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                call);
        var bundle = seal(id, payload, opened, draft);
        var stored = bundle.inspection().bundle();
        try (var upload = bundleService.begin(folder, deadline)) {
            bundleService.publish(upload, folder, stored.id(), bundle.file());
        }
        MdcFields.with(
                Map.of("bundleId", stored.id(), "sizeBytes", bundle.file().length),
                () -> Log.infof("re-sealed %s as %s: %d bytes", id, stored.id(), bundle.file().length));
        return new Resealed(stored, bundleService.view(bundle.inspection()), true);
    }

    private NewBundle seal(BundleId id, Payload payload, OpenedPayload opened, ResealManifestFactory draft) {
        try {
            return sealing.seal(payload, opened.packed(), TABLE_OF_THE_CAPTURE, draft);
        } catch (UncheckedIOException e) {
            throw damaged(id, "its lists of backups are no YAML");
        }
    }

    /** The content that is in truth what the manifest says. */
    private static Payload proven(Manifest manifest, OpenedPayload opened) {
        var refused = opened.checks().stream()
                .filter(verificationCheck -> verificationCheck.outcome() != CheckOutcome.PASS)
                .toList();
        var why = refused.stream().map(VerificationCheck::detail).collect(Collectors.joining("; "));
        if (refused.stream().anyMatch(verificationCheck -> verificationCheck.outcome() == CheckOutcome.SKIPPED)) {
            throw new ServiceException(
                    ErrorCode.IDENTITY_MISSING,
                    ("%s cannot be opened: %s. Add an identity of %s to the file of apic-dr.seal.identity-file, which may"
                                    + " hold several")
                            .formatted(
                                    manifest.id(),
                                    why,
                                    String.join(" or ", manifest.payload().recipients())));
        }
        return opened.payload().filter(payload -> refused.isEmpty()).orElseThrow(() -> damaged(manifest.id(), why));
    }

    private static ServiceException damaged(BundleId id, String why) {
        return new ServiceException(ErrorCode.VERIFICATION_FAILED, "%s cannot be re-sealed: %s".formatted(id, why));
    }

    /**
     * What a re-seal came to.
     *
     * @param stored the bundle, where it lies
     * @param bundle the bundle as callers see it
     * @param created whether it is new
     */
    public record Resealed(StoredBundle stored, Bundle bundle, boolean created) {}
}
