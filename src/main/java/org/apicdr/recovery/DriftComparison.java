package org.apicdr.recovery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftDetector;
import org.apicdr.verification.PayloadOpener;

/** Compares a subsystem with its newest authentic bundle. */
@ApplicationScoped
public class DriftComparison {

    private static final String NOT_HELD = "the signing key that made the bundle's fingerprints is not held"
            + " (apic-dr.seal.former-signing-key-files), and the payload cannot be opened here";

    private final DriftDetector search;
    private final PayloadOpener opening;

    DriftComparison(DriftDetector search, PayloadOpener opening) {
        this.search = search;
        this.opening = opening;
    }

    /** What differs, apart from secrets that are not there: whoever lacks them cannot capture them. */
    public Seen<Drift> drift(SubsystemSnapshot live, BundleInventory stock, Deadline deadline) {
        var manifest = stock.manifest();
        var inspection = stock.inspection();
        if (manifest.isEmpty() || inspection.isEmpty()) {
            return Seen.nothing(SkipReasons.BUNDLE);
        }
        return search.compare(manifest.get(), Optional.empty(), live)
                .or(() -> byPayload(inspection.get(), manifest.get(), live, deadline))
                .map(drift -> Seen.of(drift.withoutMissing(live)))
                .orElseGet(() -> Seen.nothing(NOT_HELD));
    }

    private Optional<Drift> byPayload(
            BundleInspection bundleInspection, Manifest manifest, SubsystemSnapshot live, Deadline deadline) {
        var payload =
                opening.open(bundleInspection.bundle(), manifest, deadline).payload();
        return payload.isEmpty() ? Optional.empty() : search.compare(manifest, payload, live);
    }
}
