package org.apicdr.recoverability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.apicdr.recoverypoint.PairingConfig;
import org.apicdr.subsystem.Component;

/** How old, and how far apart, backups may be. */
@ApplicationScoped
class Limits {

    /** For backups that nobody scheduled: as if they were taken daily. */
    private static final Duration UNSCHEDULED = Duration.ofDays(1);

    private static final int INTERVALS = 2;

    private final RecoverabilityConfig config;
    private final PairingConfig pairing;

    Limits(RecoverabilityConfig config, PairingConfig pairing) {
        this.config = config;
        this.pairing = pairing;
    }

    /** The age limit for the backups of a component: as configured, else twice the interval of its schedule. */
    AgeLimit age(Component component, Instant now) {
        return config.backupMaxAge()
                .map(limit -> new AgeLimit(limit, "apic-dr.recoverability.backup-max-age"))
                .or(() -> Schedules.interval(component, now)
                        .map(interval ->
                                new AgeLimit(interval.multipliedBy(INTERVALS), "twice the interval of its schedule")))
                .orElseGet(() -> new AgeLimit(UNSCHEDULED.multipliedBy(INTERVALS), "two days, as none is scheduled"));
    }

    Duration pairWarn() {
        return pairing.pairWarn();
    }

    Duration pairFail() {
        return pairing.pairFail();
    }
}
