package org.apicdr.recovery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The limits of the recoverability checks. */
@ConfigMapping(prefix = "apic-dr.recoverability")
interface RecoverabilityConfig {

    /** The age above which a backup is too old; default twice the interval of its schedule. */
    Optional<Duration> backupMaxAge();

    /** The clock difference between this machine and the API server above which the check warns. */
    @WithDefault("30s")
    Duration clockSkewWarn();

    /** The clock difference above which the check fails: bundles with a time in the future are not authentic. */
    @WithDefault("5m")
    Duration clockSkewFail();

    /** The day on which VM snapshots were last confirmed to exist, for example {@code 2026-11-22}. */
    Optional<String> vmSnapshotConfirmed();

    /** The time after which the keepers of the age identities should show again that they have them. */
    @WithDefault("180d")
    Duration recipientProofMaxAge();

    /** How long the inputs of a report are cached; {@code ?fresh=true} bypasses the cache. */
    @WithDefault("10s")
    Duration maxAge();

    /** The interval of the background drift checks that update the gauge of unprotected time. */
    @WithDefault("60s")
    Duration every();
}
