package org.apicdr.recoverability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.KnownBundles;
import org.apicdr.bundle.Place;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.Sighting;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemReader;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.subsystem.Subsystems;

/** The single looks that a survey is made of; each says why where it shows nothing. */
@ApplicationScoped
class Looks {

    /** The API server tells its time in whole seconds. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final Subsystems subsystems;
    private final SubsystemReader reader;
    private final BundleStore store;
    private final Bundles bundles;
    private final KnownBundles known;
    private final Clock clock;

    Looks(
            Subsystems subsystems,
            SubsystemReader reader,
            BundleStore store,
            Bundles bundles,
            KnownBundles known,
            Clock clock) {
        this.subsystems = subsystems;
        this.reader = reader;
        this.store = store;
        this.bundles = bundles;
        this.known = known;
        this.clock = clock;
    }

    /** Finds the subsystem that is meant: on the API server, or where that is away or knows it no more, on the store. */
    Target find(SubsystemQuery query, Deadline deadline) {
        try {
            var sighting = subsystems.sight(query, deadline);
            return new Target(sighting.ref(), Seen.of(sighting));
        } catch (RecoveryException e) {
            if (e.reason() == Reason.SUBSYSTEM_AMBIGUOUS) {
                throw e;
            }
            var ref = named(query)
                    .filter(name -> e.reason() != Reason.SUBSYSTEM_NOT_FOUND)
                    .or(() -> onStore(query, deadline))
                    .orElseThrow(() -> e);
            return new Target(ref, Seen.nothing(String.valueOf(e.getMessage())));
        }
    }

    /** The subsystem as it is. */
    Seen<SubsystemSnapshot> live(Target target, Deadline deadline) {
        return target.sighting()
                .match(sighting -> Seen.look(() -> subsystems.snapshot(sighting, deadline)), Seen::nothing);
    }

    /** Its bundles. */
    Seen<BundleStock> stock(SubsystemRef ref, boolean fresh, Deadline deadline) {
        return Seen.look(() -> {
            var listed = bundles.holdings(ref, deadline).bundles();
            var at = clock.instant();
            var newest = listed.stream().findFirst().flatMap(bundle -> known.get(bundle, fresh, deadline));
            return new BundleStock(listed, newest, known.newestAuthentic(listed, fresh, deadline), at);
        });
    }

    /** Where the bundles lie. */
    Place place() {
        return store.place();
    }

    /** How far this machine's clock is ahead of the API server's, to the second. */
    Seen<Duration> skew() {
        var before = clock.instant();
        var theirs = reader.time();
        var between = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        return theirs.map(time -> Seen.of(Duration.between(time.plus(HALF_A_SECOND), between)))
                .orElseGet(() -> Seen.nothing("the API server did not tell the time"));
    }

    private static Optional<SubsystemRef> named(SubsystemQuery query) {
        return query.namespace() == null || query.cluster() == null
                ? Optional.empty()
                : Optional.of(new SubsystemRef(query.namespace(), query.cluster()));
    }

    private Optional<SubsystemRef> onStore(SubsystemQuery query, Deadline deadline) {
        return Seen.look(() -> store.folders(deadline)).value().flatMap(query::choose);
    }

    /**
     * The subsystem to look at.
     *
     * @param sighting where it was seen on the API server
     */
    record Target(SubsystemRef ref, Seen<Sighting> sighting) {}
}
