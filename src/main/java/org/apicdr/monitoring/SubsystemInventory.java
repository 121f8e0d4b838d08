package org.apicdr.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.bundle.BundleService.FolderContents;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds of a subsystem.
 *
 * @param subsystem the subsystem
 * @param holdings the names in its folder
 * @param newest when its newest authentic bundle was captured; null where it has none
 * @param readAt when that bundle was read
 */
record SubsystemInventory(
        SubsystemRef subsystem,
        FolderContents holdings,
        @Nullable Instant newest,
        Instant readAt) {

    /** A bundle may also be changed under its name and size, or its signer be disowned. */
    private static final Duration READ_AGAIN = Duration.ofHours(1);

    Optional<Instant> newestAt() {
        return Optional.ofNullable(newest);
    }

    /** Whether nothing says that the newest bundle is another one by now. */
    boolean holds(FolderContents now, Instant at) {
        return holdings.bundles().equals(now.bundles()) && at.isBefore(readAt.plus(READ_AGAIN));
    }
}
