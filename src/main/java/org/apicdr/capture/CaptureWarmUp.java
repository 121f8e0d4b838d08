package org.apicdr.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.StorePreparation.PreviousBundles;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.subsystem.UncoveredKinds;

/**
 * Builds a bundle in memory and discards it. The first real capture then finds its classes loaded and the bundles for
 * RECOVERY.md cached. Nothing is stored, and no metric or log line counts it as a capture.
 */
@ApplicationScoped
public class CaptureWarmUp {

    /** Base64 characters. A warm-up with more secrets would take heap that a real capture may need. */
    private static final long MAX_SECRETS = 1 << 20;

    private final UncoveredKinds uncoveredKinds;
    private final RecoveryPointLookup recoveryPointLookup;
    private final BundleBuilder bundleBuilder;
    private final BundleService bundleService;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final AtomicBoolean cold = new AtomicBoolean(true);

    CaptureWarmUp(
            UncoveredKinds uncoveredKinds,
            RecoveryPointLookup recoveryPointLookup,
            BundleBuilder bundleBuilder,
            BundleService bundleService,
            ObjectMapper mapper,
            Clock clock) {
        this.uncoveredKinds = uncoveredKinds;
        this.recoveryPointLookup = recoveryPointLookup;
        this.bundleBuilder = bundleBuilder;
        this.bundleService = bundleService;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Builds a bundle of a subsystem, unless its secrets are large. The first time also searches for uncovered kinds as a
     * capture does, and builds a second bundle, because the JVM compiles much only then. Never fails.
     *
     * @param listed the bundles of the subsystem on the store, newest first
     * @param newest the newest authentic bundle among them
     */
    public void warmUp(
            SubsystemSnapshot snapshot,
            List<StoredBundle> listed,
            Optional<BundleInspection> newest,
            Deadline deadline) {
        if (size(snapshot) > MAX_SECRETS) {
            return;
        }
        try {
            if (cold.getAndSet(false)) {
                uncoveredKinds.search(deadline).join();
                build(snapshot, listed, newest, deadline);
            }
            build(snapshot, listed, newest, deadline);
        } catch (JsonProcessingException | RuntimeException e) {
            Log.debugf(e, "The warm-up capture of %s failed", snapshot.ref());
        }
    }

    private void build(
            SubsystemSnapshot snapshot, List<StoredBundle> listed, Optional<BundleInspection> newest, Deadline deadline)
            throws JsonProcessingException {
        var command = CaptureCommand.byItself(snapshot.ref(), CaptureTrigger.START);
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var recoveryPoints = recoveryPointLookup.start(snapshot, end -> listed, deadline);
        var bundle = bundleBuilder.build(command, now, snapshot, new PreviousBundles(newest, newest), recoveryPoints);
        mapper.writeValueAsBytes(bundleService.view(bundle.inspection()));
    }

    private static long size(SubsystemSnapshot snapshot) {
        long size = 0;
        for (var component : snapshot.components()) {
            for (var secret : component.secrets()) {
                for (var value : secret.resource().path("data")) {
                    size += value.asText().length();
                }
            }
        }
        return size;
    }
}
