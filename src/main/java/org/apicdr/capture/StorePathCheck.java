package org.apicdr.capture;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.apicdr.bundle.BundleStore;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.subsystem.Subsystems;

/**
 * Ends the service if the store is inside a path where a subsystem keeps its own backups. The API server is asked in the
 * background, so that a distant one does not delay the start. A capture checks the same before it writes.
 */
@ApplicationScoped
class StorePathCheck {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Subsystems subsystems;
    private final BundleStore store;
    private final Parallel parallel;

    StorePathCheck(Subsystems subsystems, BundleStore store, Parallel parallel) {
        this.subsystems = subsystems;
        this.store = store;
        this.parallel = parallel;
    }

    void start(@Observes StartupEvent event) {
        var unused = parallel.start(() -> {
                    check();
                    return null;
                })
                .exceptionally(e -> {
                    Log.error("The store path was not compared with the paths of backups.", e);
                    return null;
                });
    }

    private void check() {
        try {
            var place = store.place();
            for (var subsystem : subsystems.visible(Deadline.in(TIMEOUT))) {
                Guards.reserved(subsystem.components(), place, store.path(subsystem.ref()));
            }
        } catch (RecoveryException e) {
            if (e.reason() == Reason.STORE_PATH_RESERVED) {
                Log.errorf("apic-dr.sftp.path: %s", e.getMessage());
                Quarkus.asyncExit(1);
            } else {
                Log.warnf("the subsystems could not be looked at yet: %s", e.getMessage());
            }
        }
    }
}
