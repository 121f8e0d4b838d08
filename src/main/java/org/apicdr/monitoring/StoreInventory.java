package org.apicdr.monitoring;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;

/** The bundles of each subsystem on the store. A bundle is read only if its listing has changed. Not thread-safe. */
@ApplicationScoped
class StoreInventory {

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
                    .filter(subsystemInventory -> subsystemInventory.subsystem().equals(subsystem))
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
            var subsystemInventory = read(subsystem, former, deadline);
            unknown.remove(subsystem);
            return Optional.of(subsystemInventory);
        } catch (ServiceException e) {
            if (unknown.add(subsystem)) {
                Log.warnf("Listing the bundles of %s failed: %s", subsystem, e.getMessage());
            }
            return former;
        }
    }

    private SubsystemInventory read(SubsystemRef subsystem, Optional<SubsystemInventory> former, Deadline deadline) {
        var folderContents = bundleService.folderContents(subsystem, deadline);
        var now = clock.instant();
        return former.filter(subsystemInventory -> subsystemInventory.matches(folderContents, now))
                .map(subsystemInventory -> new SubsystemInventory(
                        subsystem, folderContents, subsystemInventory.newest(), subsystemInventory.readAt()))
                .orElseGet(() -> {
                    var newest = bundleService.newestAuthentic(subsystem, manifest -> true, deadline);
                    return new SubsystemInventory(
                            subsystem,
                            folderContents,
                            newest.flatMap(BundleInspection::capturedAt).orElse(null),
                            now);
                });
    }
}
