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
    public List<RecoverabilityCheck> check(RecoverabilityInputs inputs) {
        return List.of(
                inputs.inventory()
                        .match(
                                inventory -> RecoverabilityCheck.pass(STORE_ACCESS, accessible(inventory)),
                                why -> RecoverabilityCheck.fail(
                                        STORE_ACCESS,
                                        why,
                                        "Restore access to the store first. Without it, no bundle can be stored.")),
                inputs.skew().match(this::clockSkew, why -> RecoverabilityCheck.skipped(CLOCK_SKEW, why)),
                vmSnapshot());
    }

    private static String accessible(BundleInventory inventory) {
        return "The bundles can be listed and read."
                + inventory.siteMissing().map(hint -> " " + hint).orElse("");
    }

    private RecoverabilityCheck clockSkew(Duration skew) {
        var detail = skew.abs().compareTo(Duration.ofSeconds(1)) <= 0
                ? "The clock of this machine matches that of the API server, to the second."
                : "The clock of this machine is %s %s that of the API server."
                        .formatted(DurationFormat.format(skew.abs()), skew.isNegative() ? "behind" : "ahead of");
        var remedy = "Synchronize the clocks with NTP. A bundle with a time in the future is not authentic.";
        if (skew.abs().compareTo(config.clockSkewFail()) > 0) {
            return RecoverabilityCheck.fail(CLOCK_SKEW, detail, remedy);
        }
        return skew.abs().compareTo(config.clockSkewWarn()) > 0
                ? RecoverabilityCheck.warn(CLOCK_SKEW, detail, remedy)
                : RecoverabilityCheck.pass(CLOCK_SKEW, detail);
    }

    private RecoverabilityCheck vmSnapshot() {
        return config.vmSnapshotConfirmed()
                .map(day -> RecoverabilityCheck.pass(
                        VM_SNAPSHOT,
                        "VM snapshots were confirmed on %s. They supplement backups and never replace them."
                                .formatted(day)))
                .orElseGet(() -> RecoverabilityCheck.skipped(
                        VM_SNAPSHOT,
                        "Optional: take VM snapshots while all VMs are shut down, and note the day"
                                + " in apic-dr.recoverability.vm-snapshot-confirmed."));
    }
}
