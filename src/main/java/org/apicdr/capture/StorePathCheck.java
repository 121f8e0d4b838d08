package org.apicdr.capture;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.apicdr.bundle.BundleStore;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemService;

/**
 * Stops the service if the store is inside a path where a subsystem keeps its own backups. Runs in the background, so
 * that a slow API server does not delay the start. Each capture repeats the check before it writes.
 */
@ApplicationScoped
class StorePathCheck {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SubsystemService subsystemService;
    private final BundleStore store;
    private final ParallelExecutor parallelExecutor;

    StorePathCheck(SubsystemService subsystemService, BundleStore store, ParallelExecutor parallelExecutor) {
        this.subsystemService = subsystemService;
        this.store = store;
        this.parallelExecutor = parallelExecutor;
    }

    void start(@Observes StartupEvent event) {
        var unused = parallelExecutor
                .start(() -> {
                    check();
                    return null;
                })
                .exceptionally(e -> {
                    Log.error("The store path could not be compared with the backup paths", e);
                    return null;
                });
    }

    private void check() {
        try {
            var storeAccount = store.account();
            for (var subsystem : subsystemService.visible(Deadline.in(TIMEOUT))) {
                CapturePreconditions.requireStoreOutsideBackupPath(
                        subsystem.components(), storeAccount, store.path(subsystem.ref()));
            }
        } catch (ServiceException e) {
            if (e.code() == ErrorCode.STORE_PATH_RESERVED) {
                Log.errorf("apic-dr.sftp.path: %s", e.getMessage());
                Quarkus.asyncExit(1);
            } else {
                Log.warnf("The store path could not be compared with the backup paths: %s", e.getMessage());
            }
        }
    }
}
