package org.apicdr.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/**
 * The result of the last check of a dependency.
 *
 * @param checkedAt when the dependency was checked
 * @param lastSuccessAt when the dependency was last usable; null if never since the start
 * @param detail why the dependency cannot be used and what to do; null if it can be used
 * @param subsystems the subsystems that it listed when it was last usable
 */
record DependencyStatus(
        Instant checkedAt,
        @Nullable Instant lastSuccessAt,
        @Nullable String detail,
        List<SubsystemRef> subsystems) {

    DependencyStatus {
        subsystems = List.copyOf(subsystems);
    }

    boolean up() {
        return detail == null;
    }

    Duration age(Instant now) {
        return Duration.between(checkedAt, now);
    }

    HealthCheckResponse response(String name, Instant now) {
        var response = HealthCheckResponse.named(name)
                .status(up())
                .withData("checkedAt", checkedAt.toString())
                .withData("ageSeconds", Math.max(0, age(now).toSeconds()));
        Optional.ofNullable(lastSuccessAt).ifPresent(at -> response.withData("lastSuccessAt", at.toString()));
        Optional.ofNullable(detail).ifPresent(why -> response.withData("detail", why));
        return response.build();
    }
}
