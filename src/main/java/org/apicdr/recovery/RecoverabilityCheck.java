package org.apicdr.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.apicdr.verification.CheckOutcome;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the procedure demands.
 *
 * @param id what was looked at
 * @param detail what was found, in a sentence
 * @param remedy what to do; absent where nothing is to be done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RecoverabilityCheck")
public record RecoverabilityCheck(
        CheckId id,
        CheckOutcome outcome,
        String detail,
        @Nullable String remedy) {

    static RecoverabilityCheck pass(CheckId id, String detail) {
        return new RecoverabilityCheck(id, CheckOutcome.PASS, detail, null);
    }

    static RecoverabilityCheck warn(CheckId id, String detail, String remedy) {
        return new RecoverabilityCheck(id, CheckOutcome.WARN, detail, remedy);
    }

    static RecoverabilityCheck fail(CheckId id, String detail, String remedy) {
        return new RecoverabilityCheck(id, CheckOutcome.FAIL, detail, remedy);
    }

    static RecoverabilityCheck skipped(CheckId id, String detail) {
        return new RecoverabilityCheck(id, CheckOutcome.SKIPPED, detail, null);
    }
}
