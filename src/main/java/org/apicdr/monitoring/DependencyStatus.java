package org.apicdr.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the last look at a dependency showed.
 *
 * @param checkedAt when that was
 * @param lastSuccessAt when it last could be used; null where it never could since the start
 * @param detail why it cannot be used and what to do; null where it can
 * @param subsystems those it showed when it last could be used
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
