package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Checks the level {@code current}: the live subsystem still matches the bundle. */
@ApplicationScoped
class CurrentLevelCheck {

    private final DriftDetector driftDetector;

    CurrentLevelCheck(DriftDetector driftDetector) {
        this.driftDetector = driftDetector;
    }

    /**
     * Returns the checks of the level.
     *
     * @param live returns the live subsystem; the level is skipped if it throws {@link ServiceException}
     */
    List<VerificationCheck> check(Manifest manifest, Optional<Payload> payload, Supplier<SubsystemSnapshot> live) {
        try {
            return driftDetector
                    .compare(manifest, payload, live.get())
                    .map(CurrentLevelCheck::checks)
                    .orElseGet(() -> List.of(VerificationCheck.skipped(
                            VerificationLevel.CURRENT,
                            "The signing key of the fingerprints is not available"
                                    + " (apic-dr.seal.former-signing-key-files) and the payload was not opened.")));
        } catch (ServiceException e) {
            return List.of(VerificationCheck.skipped(VerificationLevel.CURRENT, e.getMessage()));
        }
    }

    private static List<VerificationCheck> checks(Drift drift) {
        return Arrays.stream(Drift.Area.values())
                .map(area -> check(area, drift.in(area)))
                .toList();
    }

    private static VerificationCheck check(Drift.Area area, String differences) {
        var id = area.name().toLowerCase(Locale.ROOT);
        return differences.isEmpty()
                ? VerificationCheck.pass(id, VerificationLevel.CURRENT, "%s: as in the live subsystem".formatted(id))
                : VerificationCheck.fail(id, VerificationLevel.CURRENT, differences, "Capture a new bundle.");
    }
}
