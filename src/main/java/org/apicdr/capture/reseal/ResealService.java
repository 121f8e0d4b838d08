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
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.OpenedPayload;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.BundleSealer;
import org.apicdr.capture.BundleSealer.NewBundle;
import org.apicdr.capture.BundleWarnings;
import org.apicdr.capture.CaptureLock;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.LogContext;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.OpenableCheck;
import org.jspecify.annotations.Nullable;

/**
 * Seals the content of an authentic bundle to the current recipients. Needs the store and an age identity, but no
 * live subsystem. Decrypted secrets stay in memory.
 */
@ApplicationScoped
public class ResealService {

    private static final String TRIGGER = "reseal";

    /** A re-seal cannot look up recovery points, because it reads no subsystem. */
    private final BundleService bundleService;

    private final BundleInspector bundleInspector;
    private final OpenableCheck openableCheck;
    private final BundleSealer bundleSealer;
    private final CaptureLock captureLock;
    private final Clock clock;

    ResealService(
            BundleService bundleService,
            BundleInspector bundleInspector,
            OpenableCheck openableCheck,
            BundleSealer bundleSealer,
            CaptureLock captureLock,
            Clock clock) {
        this.bundleService = bundleService;
        this.bundleInspector = bundleInspector;
        this.openableCheck = openableCheck;
        this.bundleSealer = bundleSealer;
        this.captureLock = captureLock;
        this.clock = clock;
    }

    /**
     * Re-seals a bundle.
     *
     * @param subsystem the subsystem of the bundle
     * @param requestedBy the caller; null if unknown
     * @throws ServiceException {@code IDENTITY_MISSING}, {@code VERIFICATION_FAILED}, or an error of reading or
     *     storing a bundle; nothing was stored then, unless its details say otherwise
     */
    public Resealed reseal(
            SubsystemQuery subsystem,
            BundleId id,
            ResealRequest request,
            @Nullable String requestedBy,
            Deadline deadline) {
        try {
            var former = bundleService.get(subsystem, id, deadline);
            var folder = former.bundle().folder();
            captureLock.acquire(folder);
            try {
                return reseal(former, request, requestedBy, deadline);
            } finally {
                captureLock.release(folder);
            }
        } catch (ServiceException e) {
            throw e.notStored();
        }
    }

    private Resealed reseal(
            BundleInspection former, ResealRequest request, @Nullable String requestedBy, Deadline deadline) {
        var id = former.bundle().id();
        var file = former.trusted().orElseThrow(() -> damaged(id, "it is not authentic. " + former.describeFailures()));
        if (bundleSealer.isSealedWithCurrentKeys(former)) {
            return new Resealed(former.bundle(), bundleService.view(former), false);
        }
        var opened = bundleInspector.open(former.bundle(), file.manifest(), OpenedPayload.Selection.WHOLE, deadline);
        var payload = requireVerified(file.manifest(), opened);
        var folder = former.bundle().folder();
        var previous = bundleService
                .newestOfLineage(folder, file.manifest().management().lineage(), deadline)
                .flatMap(BundleInspection::trusted);
        var bundle = seal(file, payload, opened.packed(), previous, request, requestedBy);
        var stored = bundle.inspection().bundle();
        try (var upload = bundleService.begin(folder, deadline)) {
            bundleService.publish(upload, folder, stored.id(), bundle.file());
        }
        LogContext.withFields(
                Map.of("bundleId", stored.id(), "sizeBytes", bundle.file().length),
                () -> Log.infof("Re-sealed %s as %s: %d bytes", id, stored.id(), bundle.file().length));
        return new Resealed(stored, bundleService.view(bundle.inspection()), true);
    }

    /**
     * Seals the content of a former bundle. The new manifest describes the same content, with fingerprints computed with
     * the current key. It names the originally captured bundle, even after several re-seals.
     *
     * @param packed the payload as gzipped tar, which is sealed unchanged
     * @param previous the newest bundle of the same installation
     */
    private NewBundle seal(
            ManifestFile file,
            Payload payload,
            byte[] packed,
            Optional<ManifestFile> previous,
            ResealRequest request,
            @Nullable String requestedBy) {
        var former = file.manifest();
        var createdAt = createdAt(former);
        var sealed = bundleSealer.encrypt(packed, bundleSealer.keys());
        try {
            var manifest = new Manifest(
                    former.formatVersion(),
                    id(former, createdAt, sealed.digest().sha256()),
                    former.site(),
                    createdAt,
                    TRIGGER,
                    request.reason() == null ? former.reason() : request.reason(),
                    requestedBy,
                    bundleSealer.producer(),
                    ManifestEntryFactory.of(former, payload, sealed.keys().signingKey()),
                    BundleSealer.RECOVERY_PLACEHOLDER,
                    sealed.digest(),
                    previous.map(ManifestFile::reference).orElse(null),
                    former.resealedFrom() == null ? file.reference() : former.resealedFrom(),
                    BundleWarnings.resealed(former.warnings(), sealed.keys().recipients()));
            return bundleSealer.signAndWrite(manifest, payload, sealed);
        } catch (UncheckedIOException e) {
            throw damaged(former.id(), "its lists of backups are not valid YAML.");
        }
    }

    private static BundleId id(Manifest former, Instant createdAt, String sha256) {
        var management = former.management();
        return BundleId.of(management.name(), management.siteName(), createdAt, sha256, former.dirty());
    }

    /** Returns the creation time, which is never before the capture even if the clock was set back. */
    private Instant createdAt(Manifest former) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return now.isBefore(former.capturedAt()) ? former.capturedAt() : now;
    }

    /** Returns the opened content if it matches the manifest. */
    private Payload requireVerified(Manifest manifest, OpenedPayload opened) {
        var unpassed = openableCheck.check(manifest, opened).stream()
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
}
