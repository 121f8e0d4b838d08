package org.apicdr.recoverability;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.apicdr.verification.Outcome;
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
public record Check(
        CheckId id,
        Outcome outcome,
        String detail,
        @Nullable String remedy) {

    static Check pass(CheckId id, String detail) {
        return new Check(id, Outcome.PASS, detail, null);
    }

    static Check warn(CheckId id, String detail, String remedy) {
        return new Check(id, Outcome.WARN, detail, remedy);
    }

    static Check fail(CheckId id, String detail, String remedy) {
        return new Check(id, Outcome.FAIL, detail, remedy);
    }

    static Check skipped(CheckId id, String detail) {
        return new Check(id, Outcome.SKIPPED, detail, null);
    }
}
