package org.apicdr.recovery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.ConfigValidator;
import org.apicdr.recovery.point.PairingConfig;

/** Rejects limits that cannot be met. */
@ApplicationScoped
class RecoverabilityConfigCheck implements ConfigValidator {

    private final RecoverabilityConfig config;
    private final PairingConfig pairing;

    RecoverabilityConfigCheck(RecoverabilityConfig config, PairingConfig pairing) {
        this.config = config;
        this.pairing = pairing;
    }

    @Override
    public List<String> violations() {
        var violations = new ArrayList<String>();
        config.backupMaxAge()
                .filter(RecoverabilityConfigCheck::isNotPositive)
                .map("apic-dr.recoverability.backup-max-age: %s is not a valid age. Use for example 26h."::formatted)
                .ifPresent(violations::add);
        if (isNotPositive(config.recipientProofMaxAge())) {
            violations.add(
                    "apic-dr.recoverability.recipient-proof-max-age: %s is not a valid age. Use for example 180d."
                            .formatted(config.recipientProofMaxAge()));
        }
        if (pairing.pairWarn().compareTo(pairing.pairFail()) > 0) {
            violations.add(describeWrongOrder("pair-warn", pairing.pairWarn(), "pair-fail", pairing.pairFail()));
        }
        if (config.clockSkewWarn().compareTo(config.clockSkewFail()) > 0) {
            violations.add(describeWrongOrder(
                    "clock-skew-warn", config.clockSkewWarn(), "clock-skew-fail", config.clockSkewFail()));
        }
        config.vmSnapshotConfirmed()
                .filter(day -> !isDay(day))
                .map(
                        "apic-dr.recoverability.vm-snapshot-confirmed: '%s' is not a date. Use for example 2026-11-22."
                                ::formatted)
                .ifPresent(violations::add);
        return violations;
    }

    private static boolean isNotPositive(Duration duration) {
        return duration.isZero() || duration.isNegative();
    }

    private static String describeWrongOrder(String warn, Duration warning, String fail, Duration failing) {
        return "apic-dr.recoverability.%s: %s is more than %s of apic-dr.recoverability.%s. Use at most that value."
                .formatted(warn, warning, failing, fail);
    }

    private static boolean isDay(String day) {
        try {
            LocalDate.parse(day);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
