package org.apicdr.recovery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What counts as recoverable. */
@ConfigMapping(prefix = "apic-dr.recoverability")
interface RecoverabilityConfig {

    /** The age from which on a backup is too old; default twice the interval of its schedule. */
    Optional<Duration> backupMaxAge();

    /** How far this machine's clock may be from the API server's before it is worth a warning. */
    @WithDefault("30s")
    Duration clockSkewWarn();

    /** How far at most; bundles that seem to come from the future are not authentic. */
    @WithDefault("5m")
    Duration clockSkewFail();

    /** The day that VM snapshots were last confirmed to be there, as {@code 2026-11-22}. */
    Optional<String> vmSnapshotConfirmed();

    /** The age up to which a look answers whoever asks; {@code ?fresh=true} always looks. */
    @WithDefault("10s")
    Duration maxAge();

    /** The time between two looks for drift that nobody asks for; they keep the gauge of unprotected time. */
    @WithDefault("60s")
    Duration every();
}
