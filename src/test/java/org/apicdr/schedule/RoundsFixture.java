package org.apicdr.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.apicdr.bundle.Bundles;
import org.apicdr.capture.CaptureMetrics;
import org.apicdr.capture.Captures;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.Subsystems;

/** Rounds of the service under test, for an election of one's own. */
@ApplicationScoped
class RoundsFixture {

    private final Subsystems subsystems;
    private final Bundles bundles;
    private final Captures captures;
    private final CaptureMetrics metrics;
    private final Deadlines deadlines;
    private final Journal journal;
    private final Clock clock;

    RoundsFixture(
            Subsystems subsystems,
            Bundles bundles,
            Captures captures,
            CaptureMetrics metrics,
            Deadlines deadlines,
            Journal journal,
            Clock clock) {
        this.subsystems = subsystems;
        this.bundles = bundles;
        this.captures = captures;
        this.metrics = metrics;
        this.deadlines = deadlines;
        this.journal = journal;
        this.clock = clock;
    }

    Rounds of(Election election) {
        return new Rounds(subsystems, bundles, captures, metrics, deadlines, journal, election, clock);
    }
}
