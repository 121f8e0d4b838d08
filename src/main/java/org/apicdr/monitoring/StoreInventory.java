package org.apicdr.monitoring;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleService.FolderContents;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/** The bundles of each subsystem on the store. A bundle is read only if its listing has changed. Not thread-safe. */
@ApplicationScoped
class StoreInventory {

    /** Rereads the newest bundle after this time, because its content or the trusted signers may have changed. */
    private static final Duration REREAD_AFTER = Duration.ofHours(1);

    private final BundleService bundleService;
    private final Clock clock;
    private final Set<SubsystemRef> unknown = new HashSet<>();
    private volatile List<SubsystemInventory> inventories = List.of();

    StoreInventory(BundleService bundleService, Clock clock) {
        this.bundleService = bundleService;
        this.clock = clock;
    }

    /** Updates the inventory; keeps the former entry of a subsystem that cannot be read now. */
    List<SubsystemInventory> refresh(Collection<SubsystemRef> subsystems, Deadline deadline) {
        var refreshed = new ArrayList<SubsystemInventory>();
        for (var subsystem : subsystems) {
            var former = inventories.stream()
                    .filter(inventory -> inventory.subsystem().equals(subsystem))
                    .findFirst();
            refresh(subsystem, former, deadline).ifPresent(refreshed::add);
        }
        unknown.retainAll(subsystems);
        inventories = List.copyOf(refreshed);
        return inventories;
    }

    private Optional<SubsystemInventory> refresh(
            SubsystemRef subsystem, Optional<SubsystemInventory> former, Deadline deadline) {
        try {
            var inventory = read(subsystem, former, deadline);
            unknown.remove(subsystem);
            return Optional.of(inventory);
        } catch (ServiceException e) {
            if (unknown.add(subsystem)) {
                Log.warnf("Listing the bundles of %s failed: %s", subsystem, e.getMessage());
            }
            return former;
        }
    }

    private SubsystemInventory read(SubsystemRef subsystem, Optional<SubsystemInventory> former, Deadline deadline) {
        var folder = bundleService.folderContents(subsystem, deadline);
        var now = clock.instant();
        var known = former.filter(inventory -> inventory.matches(folder, now));
        if (known.isPresent()) {
            return new SubsystemInventory(
                    subsystem, folder, known.get().newest(), known.get().readAt());
        }
        var newest = bundleService.newestAuthentic(subsystem, manifest -> true, deadline);
        return new SubsystemInventory(
                subsystem, folder, newest.flatMap(BundleInspection::capturedAt).orElse(null), now);
    }

    /**
     * The bundles of a subsystem on the store.
     *
     * @param subsystem the subsystem
     * @param folder the listing of its folder
     * @param newest when its newest authentic bundle was captured; null if it has none
     * @param readAt when that bundle was read
     */
    record SubsystemInventory(
            SubsystemRef subsystem,
            FolderContents folder,
            @Nullable Instant newest,
            Instant readAt) {

        Optional<Instant> newestAt() {
            return Optional.ofNullable(newest);
        }

        /** Returns whether the newest bundle is still known: the listing is unchanged and the last read is recent. */
        boolean matches(FolderContents now, Instant at) {
            return folder.bundles().equals(now.bundles()) && at.isBefore(readAt.plus(REREAD_AFTER));
        }
    }
}
