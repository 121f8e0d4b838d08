package org.apicdr.capture.reseal;

import java.time.Instant;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Payload;
import org.apicdr.capture.BundleSealer;
import org.apicdr.capture.BundleWarnings;
import org.apicdr.crypto.SealingKeySnapshot;

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
        var reason = call.order().reason();
        return new Manifest(
                manifest.formatVersion(),
                BundleId.of(management.name(), management.siteName(), createdAt(), sealed.sha256(), manifest.dirty()),
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
