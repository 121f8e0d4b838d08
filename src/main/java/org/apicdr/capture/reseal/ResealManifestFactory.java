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
 * The manifest of a re-sealed bundle: what the former one says of the subsystem, with fingerprints of the present key. It
 * names the bundle that was captured, also where that was sealed anew before.
 *
 * @param former the manifest of the bundle that was opened
 * @param previous the newest bundle of the same installation
 * @param now when the re-seal began, to the second
 * @param call what was asked for, and by whom
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

    /** A clock that was set back must not make it older than what it holds. */
    private Instant createdAt() {
        var capturedAt = former.manifest().capturedAt();
        return now.isBefore(capturedAt) ? capturedAt : now;
    }
}
