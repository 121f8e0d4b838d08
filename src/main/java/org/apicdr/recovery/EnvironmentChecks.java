package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.CLOCK_SKEW;
import static org.apicdr.recovery.CheckId.STORE_ACCESS;
import static org.apicdr.recovery.CheckId.VM_SNAPSHOT;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.apicdr.core.DurationFormat;

/** Checks the store, the clock, and the VM snapshots that only the operator can confirm. */
@ApplicationScoped
class EnvironmentChecks implements CheckGroup {

    private final RecoverabilityConfig config;

    EnvironmentChecks(RecoverabilityConfig config) {
        this.config = config;
    }

    @Override
    public List<RecoverabilityCheck> of(RecoverabilityInputs recoverabilityInputs) {
        return List.of(
                recoverabilityInputs
                        .stock()
                        .match(
                                stock -> RecoverabilityCheck.pass(STORE_ACCESS, "the bundles can be listed and read"),
                                why -> RecoverabilityCheck.fail(
                                        STORE_ACCESS, why, "without the store nothing can be kept: mend this first")),
                recoverabilityInputs.skew().match(this::clock, why -> RecoverabilityCheck.skipped(CLOCK_SKEW, why)),
                snapshot());
    }

    private RecoverabilityCheck clock(Duration skew) {
        var detail = skew.abs().compareTo(Duration.ofSeconds(1)) <= 0
                ? "this machine's clock is that of the API server, to the second"
                : "this machine's clock is %s %s that of the API server"
                        .formatted(DurationFormat.words(skew.abs()), skew.isNegative() ? "behind" : "ahead of");
        var remedy = "set the clocks by NTP: a bundle that seems to come from the future is not authentic";
        if (skew.abs().compareTo(config.clockSkewFail()) > 0) {
            return RecoverabilityCheck.fail(CLOCK_SKEW, detail, remedy);
        }
        return skew.abs().compareTo(config.clockSkewWarn()) > 0
                ? RecoverabilityCheck.warn(CLOCK_SKEW, detail, remedy)
                : RecoverabilityCheck.pass(CLOCK_SKEW, detail);
    }

    private RecoverabilityCheck snapshot() {
        return config.vmSnapshotConfirmed()
                .map(day -> RecoverabilityCheck.pass(
                        VM_SNAPSHOT,
                        "VM snapshots were confirmed on %s; they are an extra, never in place of backups"
                                .formatted(day)))
                .orElseGet(() -> RecoverabilityCheck.skipped(
                        VM_SNAPSHOT,
                        "optional: take VM snapshots while all VMs are shut down, and note the day in"
                                + " apic-dr.recoverability.vm-snapshot-confirmed"));
    }
}
