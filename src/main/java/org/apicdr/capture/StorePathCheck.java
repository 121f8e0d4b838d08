package org.apicdr.capture;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.apicdr.bundle.BundleStore;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.Subsystems;

/**
 * Refuses to start with a store inside a path where a subsystem keeps its own backups. While the API server is not there
 * the question waits for the capture, which asks it again.
 */
@ApplicationScoped
class StorePathCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Subsystems subsystems;
    private final BundleStore store;

    StorePathCheck(Subsystems subsystems, BundleStore store) {
        this.subsystems = subsystems;
        this.store = store;
    }

    void check(@Observes StartupEvent event) {
        try {
            for (var subsystem : subsystems.visible(Deadline.in(PATIENCE))) {
                Guards.reserved(subsystem.components(), store.path(subsystem.ref()));
            }
        } catch (RecoveryException e) {
            if (e.reason() == Reason.STORE_PATH_RESERVED) {
                throw new ConfigurationException("apic-dr.sftp.path: " + e.getMessage());
            }
            Log.warnf("the subsystems could not be looked at yet: %s", e.getMessage());
        }
    }
}
