package org.apicdr.health;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.Inspection;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/** What the store holds of each subsystem; a bundle is read only where a listing does not tell. Not thread-safe. */
@ApplicationScoped
class Inventory {

    private final Bundles bundles;
    private final Clock clock;
    private final Set<SubsystemRef> unknown = new HashSet<>();
    private volatile List<Stock> stocks = List.of();

    Inventory(Bundles bundles, Clock clock) {
        this.bundles = bundles;
        this.clock = clock;
    }

    /** Takes stock; what cannot be looked at now is left as it was. */
    List<Stock> take(Collection<SubsystemRef> subsystems, Deadline deadline) {
        var taken = new ArrayList<Stock>();
        for (var subsystem : subsystems) {
            var former = stocks.stream()
                    .filter(stock -> stock.subsystem().equals(subsystem))
                    .findFirst();
            take(subsystem, former, deadline).ifPresent(taken::add);
        }
        unknown.retainAll(subsystems);
        stocks = List.copyOf(taken);
        return stocks;
    }

    private Optional<Stock> take(SubsystemRef subsystem, Optional<Stock> former, Deadline deadline) {
        try {
            var stock = look(subsystem, former, deadline);
            unknown.remove(subsystem);
            return Optional.of(stock);
        } catch (RecoveryException e) {
            if (unknown.add(subsystem)) {
                Log.warnf("what the store holds of %s is not known: %s", subsystem, e.getMessage());
            }
            return former;
        }
    }

    private Stock look(SubsystemRef subsystem, Optional<Stock> former, Deadline deadline) {
        var holdings = bundles.holdings(subsystem, deadline);
        var now = clock.instant();
        return former.filter(stock -> stock.holds(holdings, now))
                .map(stock -> new Stock(subsystem, holdings, stock.newest(), stock.readAt()))
                .orElseGet(() -> {
                    var newest = bundles.newestAuthentic(subsystem, manifest -> true, deadline);
                    return new Stock(
                            subsystem,
                            holdings,
                            newest.flatMap(Inspection::capturedAt).orElse(null),
                            now);
                });
    }
}
