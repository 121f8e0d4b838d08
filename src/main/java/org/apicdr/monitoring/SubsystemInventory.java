package org.apicdr.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.bundle.BundleService.FolderContents;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/**
 * The bundles of a subsystem on the store.
 *
 * @param subsystem the subsystem
 * @param holdings the listing of its folder
 * @param newest when its newest authentic bundle was captured; null if it has none
 * @param readAt when that bundle was read
 */
record SubsystemInventory(
        SubsystemRef subsystem,
        FolderContents holdings,
        @Nullable Instant newest,
        Instant readAt) {

    /** Rereads the newest bundle after this time, because its content or the trusted signers may have changed. */
    private static final Duration REREAD_AFTER = Duration.ofHours(1);

    Optional<Instant> newestAt() {
        return Optional.ofNullable(newest);
    }

    /** Whether the newest bundle is still known: the listing is unchanged and the last read is recent. */
    boolean matches(FolderContents now, Instant at) {
        return holdings.bundles().equals(now.bundles()) && at.isBefore(readAt.plus(REREAD_AFTER));
    }
}
