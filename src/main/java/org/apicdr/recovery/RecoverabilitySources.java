package org.apicdr.recovery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.IdentityProofStore;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemReader;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.subsystem.SubsystemService.LocatedSubsystem;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftDetector;

/** Reads the single inputs of a report. Each is a value or the reason why it is unavailable. */
@ApplicationScoped
public class RecoverabilitySources {

    /** Half the resolution of the Date header, which the API server sends in whole seconds. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private static final String FINGERPRINTS_UNKNOWN =
            "The signing key that made the bundle's fingerprints is not configured"
                    + " (apic-dr.seal.former-signing-key-files), and the payload cannot be opened"
                    + " here.";

    private final SubsystemService subsystemService;
    private final SubsystemReader reader;
    private final BundleStore store;
    private final BundleService bundleService;
    private final BundleInspectionCache inspections;
    private final DriftDetector driftDetector;
    private final BundleInspector bundleInspector;
    private final IdentityProofStore identityProofStore;
    private final Clock clock;

    RecoverabilitySources(
            SubsystemService subsystemService,
            SubsystemReader reader,
            BundleStore store,
            BundleService bundleService,
            BundleInspectionCache inspections,
            DriftDetector driftDetector,
            BundleInspector bundleInspector,
            IdentityProofStore identityProofStore,
            Clock clock) {
        this.subsystemService = subsystemService;
        this.reader = reader;
        this.store = store;
        this.bundleService = bundleService;
        this.inspections = inspections;
        this.driftDetector = driftDetector;
        this.bundleInspector = bundleInspector;
        this.identityProofStore = identityProofStore;
        this.clock = clock;
    }

    /** Finds the subsystem on the API server; if that is unavailable or no longer has it, on the store. */
    public Target find(SubsystemQuery query, Deadline deadline) {
        try {
            var locatedSubsystem = subsystemService.locate(query, deadline);
            return new Target(locatedSubsystem.ref(), Result.of(locatedSubsystem));
        } catch (ServiceException e) {
            if (e.code() == ErrorCode.SUBSYSTEM_AMBIGUOUS) {
                throw e;
            }
            var ref = query.named()
                    .filter(name -> e.code() != ErrorCode.SUBSYSTEM_NOT_FOUND)
                    .or(() -> onStore(query, deadline))
                    .orElseThrow(() -> e);
            return new Target(ref, Result.unavailable(String.valueOf(e.getMessage())));
        }
    }

    /** Reads the live subsystem. */
    public Result<SubsystemSnapshot> live(Target target, Deadline deadline) {
        return target.located().flatMap(located -> Result.tryGet(() -> subsystemService.snapshot(located, deadline)));
    }

    /** Lists the bundles of a subsystem. */
    public Result<BundleInventory> bundleInventory(SubsystemRef ref, boolean fresh, Deadline deadline) {
        return Result.tryGet(() -> {
            var listed = bundleService.folderContents(ref, deadline).bundles();
            var at = clock.instant();
            var newest = listed.stream().findFirst().flatMap(bundle -> inspections.get(bundle, fresh, deadline));
            var authentic = inspections.newestAuthentic(listed, fresh, deadline);
            return new BundleInventory(listed, newest, authentic, at, store.siteMissing());
        });
    }

    /**
     * Compares a subsystem with its newest authentic bundle. Missing secrets and endpoints are left out because they cannot be
     * captured.
     */
    public Result<Drift> drift(SubsystemSnapshot live, BundleInventory inventory, Deadline deadline) {
        var manifest = inventory.manifest();
        var inspection = inventory.inspection();
        if (manifest.isEmpty() || inspection.isEmpty()) {
            return Result.unavailable(RecoverabilityInputs.NO_BUNDLE);
        }
        return driftDetector
                .compare(manifest.get(), Optional.empty(), live)
                .or(() -> driftByPayload(inspection.get(), manifest.get(), live, deadline))
                .map(drift -> Result.of(drift.withoutMissing(live)))
                .orElseGet(() -> Result.unavailable(FINGERPRINTS_UNKNOWN));
    }

    private Optional<Drift> driftByPayload(
            BundleInspection inspection, Manifest manifest, SubsystemSnapshot live, Deadline deadline) {
        var payload = bundleInspector
                .open(inspection.bundle(), manifest, Selection.RESOURCES, deadline)
                .payload();
        return payload.isEmpty() ? Optional.empty() : driftDetector.compare(manifest, payload, live);
    }

    /** Returns the server and account of the bundle store. */
    StoreAccount account() {
        return store.account();
    }

    /** Returns when the identity of each age recipient was last shown to exist. */
    Result<Map<String, Instant>> identityProofs(Deadline deadline) {
        return Result.tryGet(() -> identityProofStore.lastProofs(deadline));
    }

    /** Returns how far this machine's clock is ahead of the API server's, to the second. */
    Result<Duration> clockSkew() {
        var before = clock.instant();
        var serverTime = reader.time();
        var middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        return serverTime
                .map(time -> Result.of(Duration.between(time.plus(HALF_A_SECOND), middle)))
                .orElseGet(() -> Result.unavailable("The API server did not return its time."));
    }

    private Optional<SubsystemRef> onStore(SubsystemQuery query, Deadline deadline) {
        return Result.tryGet(() -> store.folders(deadline)).value().flatMap(query::choose);
    }

    /**
     * The subsystem to read.
     *
     * @param located the subsystem on the API server, or why it is unavailable
     */
    record Target(SubsystemRef ref, Result<LocatedSubsystem> located) {}
}
