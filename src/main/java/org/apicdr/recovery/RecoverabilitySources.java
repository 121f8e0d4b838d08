package org.apicdr.recovery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.LocatedSubsystem;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemReader;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.subsystem.SubsystemSnapshot;

/** The single looks that a survey is made of; each says why where it shows nothing. */
@ApplicationScoped
public class RecoverabilitySources {

    /** The API server tells its time in whole seconds. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final SubsystemService subsystemService;
    private final SubsystemReader reader;
    private final BundleStore store;
    private final BundleService bundleService;
    private final BundleInspectionCache known;
    private final Clock clock;

    RecoverabilitySources(
            SubsystemService subsystemService,
            SubsystemReader reader,
            BundleStore store,
            BundleService bundleService,
            BundleInspectionCache known,
            Clock clock) {
        this.subsystemService = subsystemService;
        this.reader = reader;
        this.store = store;
        this.bundleService = bundleService;
        this.known = known;
        this.clock = clock;
    }

    /** Finds the subsystem that is meant: on the API server, or where that is away or knows it no more, on the store. */
    public Target find(SubsystemQuery query, Deadline deadline) {
        try {
            var locatedSubsystem = subsystemService.locate(query, deadline);
            return new Target(locatedSubsystem.ref(), Seen.of(locatedSubsystem));
        } catch (ServiceException e) {
            if (e.reason() == ErrorCode.SUBSYSTEM_AMBIGUOUS) {
                throw e;
            }
            var ref = named(query)
                    .filter(name -> e.reason() != ErrorCode.SUBSYSTEM_NOT_FOUND)
                    .or(() -> onStore(query, deadline))
                    .orElseThrow(() -> e);
            return new Target(ref, Seen.nothing(String.valueOf(e.getMessage())));
        }
    }

    /** The subsystem as it is. */
    public Seen<SubsystemSnapshot> live(Target target, Deadline deadline) {
        return target.sighting()
                .match(
                        locatedSubsystem -> Seen.look(() -> subsystemService.snapshot(locatedSubsystem, deadline)),
                        Seen::nothing);
    }

    /** Its bundles. */
    public Seen<BundleInventory> stock(SubsystemRef ref, boolean fresh, Deadline deadline) {
        return Seen.look(() -> {
            var listed = bundleService.holdings(ref, deadline).bundles();
            var at = clock.instant();
            var newest = listed.stream().findFirst().flatMap(bundle -> known.get(bundle, fresh, deadline));
            return new BundleInventory(listed, newest, known.newestAuthentic(listed, fresh, deadline), at);
        });
    }

    /** Where the bundles lie. */
    StoreAccount place() {
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
    record Target(SubsystemRef ref, Seen<LocatedSubsystem> sighting) {}
}
