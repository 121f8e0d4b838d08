package org.apicdr.schedule;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether this process, of all replicas, does what happens by itself. Without a lease to share it always does. */
@ApplicationScoped
class Election {

    private final @Nullable Term term;
    private final Leadership leadership;
    private long looks;
    private volatile @Nullable Turn said;
    private volatile boolean leaving;

    Election(ScheduleConfig config, Leadership leadership) {
        this.term = config.lease()
                .map(lease -> new Term(lease, config.leaseDuration()))
                .orElse(null);
        this.leadership = leadership;
    }

    /** Beside the captures, so that a long one does not cost the lease. Says each second what has changed. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        var sought = term;
        if (sought == null) {
            return;
        }
        if (looks % sought.pause().toSeconds() == 0) {
            leadership.seek(sought);
        }
        looks++;
        say(leadership.turn(), sought);
    }

    /** Whether to begin something now. */
    boolean leads() {
        return !leaving && (term == null || leadership.turn().isOurs());
    }

    /** Who leads; empty where no lease is shared, or nobody has looked yet. */
    Optional<Turn> turn() {
        return said == null ? Optional.empty() : Optional.of(leadership.turn());
    }

    /** Begins nothing any more, but keeps the lease: another would take what is under way for missing. */
    void leave() {
        leaving = true;
    }

    /** Lets another lead. */
    void resign() {
        if (term != null) {
            leadership.resign();
            say(leadership.turn(), term);
        }
    }

    private synchronized void say(Turn turn, Term sought) {
        var former = said;
        said = turn;
        if (turn.equals(former)) {
            return;
        }
        if (former != null && former.isOurs()) {
            Log.info("this process no longer leads the scheduled captures");
        }
        switch (turn.whose()) {
            case OURS ->
                Log.infof(
                        "this process leads the scheduled captures: it holds the lease %s as %s",
                        sought.lease(), turn.detail());
            case THEIRS ->
                Log.infof("%s leads the scheduled captures: it holds the lease %s", turn.detail(), sought.lease());
            case NOBODYS -> {
                if (!leaving) {
                    Log.warnf("nobody is known to lead the scheduled captures: %s", turn.detail());
                }
            }
        }
    }
}
