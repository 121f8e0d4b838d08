package org.apicdr.recovery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.core.Deadline;
import org.apicdr.core.Result;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftDetector;
import org.apicdr.verification.PayloadOpener;

/** Compares a subsystem with its newest authentic bundle. */
@ApplicationScoped
public class DriftComparison {

    private static final String NOT_HELD = "The signing key that made the bundle's fingerprints is not configured"
            + " (apic-dr.seal.former-signing-key-files), and the payload cannot be opened"
            + " here.";

    private final DriftDetector driftDetector;
    private final PayloadOpener payloadOpener;

    DriftComparison(DriftDetector driftDetector, PayloadOpener payloadOpener) {
        this.driftDetector = driftDetector;
        this.payloadOpener = payloadOpener;
    }

    /** Returns what differs. Missing secrets and endpoints are left out because they cannot be captured. */
    public Result<Drift> drift(SubsystemSnapshot live, BundleInventory stock, Deadline deadline) {
        var manifest = stock.manifest();
        var inspection = stock.inspection();
        if (manifest.isEmpty() || inspection.isEmpty()) {
            return Result.unavailable(SkipReasons.BUNDLE);
        }
        return driftDetector
                .compare(manifest.get(), Optional.empty(), live)
                .or(() -> compareByPayload(inspection.get(), manifest.get(), live, deadline))
                .map(drift -> Result.of(drift.withoutMissing(live)))
                .orElseGet(() -> Result.unavailable(NOT_HELD));
    }

    private Optional<Drift> compareByPayload(
            BundleInspection bundleInspection, Manifest manifest, SubsystemSnapshot live, Deadline deadline) {
        var payload = payloadOpener
                .open(bundleInspection.bundle(), manifest, deadline)
                .payload();
        return payload.isEmpty() ? Optional.empty() : driftDetector.compare(manifest, payload, live);
    }
}
