package org.apicdr.recovery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.apicdr.recovery.point.PairingConfig;
import org.apicdr.subsystem.SubsystemComponent;

/** Limits on the age of backups and on the gap between the backups of a pair. */
@ApplicationScoped
class BackupAgePolicy {

    /** The interval that is assumed if no schedule is set. */
    private static final Duration UNSCHEDULED = Duration.ofDays(1);

    private static final int INTERVALS = 2;

    private final RecoverabilityConfig config;
    private final PairingConfig pairing;

    BackupAgePolicy(RecoverabilityConfig config, PairingConfig pairing) {
        this.config = config;
        this.pairing = pairing;
    }

    /** Returns the age limit for the backups of a component: as configured, else twice the interval of its schedule. */
    MaxBackupAge age(SubsystemComponent subsystemComponent, Instant now) {
        return config.backupMaxAge()
                .map(limit -> new MaxBackupAge(limit, "apic-dr.recoverability.backup-max-age"))
                .or(() -> BackupScheduleCheck.interval(subsystemComponent, now)
                        .map(interval -> new MaxBackupAge(
                                interval.multipliedBy(INTERVALS), "twice the interval of its schedule")))
                .orElseGet(() ->
                        new MaxBackupAge(UNSCHEDULED.multipliedBy(INTERVALS), "two days, because no schedule is set"));
    }

    Duration pairWarn() {
        return pairing.pairWarn();
    }

    Duration pairFail() {
        return pairing.pairFail();
    }
}
