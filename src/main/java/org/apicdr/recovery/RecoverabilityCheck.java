package org.apicdr.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.apicdr.verification.CheckOutcome;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of one check of the procedure.
 *
 * @param id the check
 * @param detail the finding, in a sentence
 * @param remedy what to do; absent if there is nothing to do
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
