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

/** What the store holds of each subsystem; a bundle is read only where a listing does not tell. Not thread-safe. */
@ApplicationScoped
class StoreInventory {

    private final BundleService bundleService;
    private final Clock clock;
    private final Set<SubsystemRef> unknown = new HashSet<>();
    private volatile List<SubsystemInventory> stocks = List.of();

    StoreInventory(BundleService bundleService, Clock clock) {
        this.bundleService = bundleService;
        this.clock = clock;
    }

    /** Takes stock; what cannot be looked at now is left as it was. */
    List<SubsystemInventory> take(Collection<SubsystemRef> subsystems, Deadline deadline) {
        var taken = new ArrayList<SubsystemInventory>();
        for (var subsystem : subsystems) {
            var former = stocks.stream()
                    .filter(subsystemInventory -> subsystemInventory.subsystem().equals(subsystem))
                    .findFirst();
            take(subsystem, former, deadline).ifPresent(taken::add);
        }
        unknown.retainAll(subsystems);
        stocks = List.copyOf(taken);
        return stocks;
    }

    private Optional<SubsystemInventory> take(
            SubsystemRef subsystem, Optional<SubsystemInventory> former, Deadline deadline) {
        try {
            var subsystemInventory = look(subsystem, former, deadline);
            unknown.remove(subsystem);
            return Optional.of(subsystemInventory);
        } catch (ServiceException e) {
            if (unknown.add(subsystem)) {
                Log.warnf("what the store holds of %s is not known: %s", subsystem, e.getMessage());
            }
            return former;
        }
    }

    private SubsystemInventory look(SubsystemRef subsystem, Optional<SubsystemInventory> former, Deadline deadline) {
        var folderContents = bundleService.holdings(subsystem, deadline);
        var now = clock.instant();
        return former.filter(subsystemInventory -> subsystemInventory.holds(folderContents, now))
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
