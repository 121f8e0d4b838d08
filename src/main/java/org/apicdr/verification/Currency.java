package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.problem.RecoveryException;
import org.apicdr.subsystem.SubsystemRef;

/** The level {@code current}: the live subsystem still equals the bundle. */
@ApplicationScoped
class Currency {

    private final DriftSearch search;

    Currency(DriftSearch search) {
        this.search = search;
    }

    List<Check> check(Manifest manifest, Optional<Payload> payload, LiveSubsystem live) {
        var management = manifest.management();
        try {
            var snapshot = live.snapshot(new SubsystemRef(management.namespace(), management.name()));
            return search.compare(manifest, payload, snapshot)
                    .map(Currency::checks)
                    .orElseGet(() -> List.of(Check.skipped(
                            Level.CURRENT,
                            "the signing key that made the fingerprints is not held"
                                    + " (apic-dr.seal.former-signing-key-files) and the payload was not opened")));
        } catch (RecoveryException e) {
            return List.of(Check.skipped(Level.CURRENT, e.getMessage()));
        }
    }

    private static List<Check> checks(Drift drift) {
        return Arrays.stream(Drift.Area.values())
                .map(area -> check(area, drift.in(area)))
                .toList();
    }

    private static Check check(Drift.Area area, String differences) {
        var id = area.name().toLowerCase(Locale.ROOT);
        return differences.isEmpty()
                ? Check.pass(id, Level.CURRENT, "%s: as in the live subsystem".formatted(id))
                : Check.fail(id, Level.CURRENT, differences, "capture a new bundle");
    }
}
