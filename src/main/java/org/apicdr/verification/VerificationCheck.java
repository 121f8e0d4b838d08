package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of one check.
 *
 * @param id the id of the check
 * @param level the level that the check belongs to
 * @param detail what was found
 * @param remedy what to do; absent if nothing needs to be done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Check")
public record VerificationCheck(
        String id,
        VerificationLevel level,
        CheckOutcome outcome,
        String detail,
        @Nullable String remedy) {

    static VerificationCheck pass(String id, VerificationLevel verificationLevel, String detail) {
        return new VerificationCheck(id, verificationLevel, CheckOutcome.PASS, detail, null);
    }

    static VerificationCheck warn(String id, VerificationLevel verificationLevel, String detail, String remedy) {
        return new VerificationCheck(id, verificationLevel, CheckOutcome.WARN, detail, remedy);
    }

    static VerificationCheck fail(String id, VerificationLevel verificationLevel, String detail, String remedy) {
        return new VerificationCheck(id, verificationLevel, CheckOutcome.FAIL, detail, remedy);
    }

    static VerificationCheck skipped(VerificationLevel verificationLevel, String detail) {
        return new VerificationCheck(
                verificationLevel.toString(), verificationLevel, CheckOutcome.SKIPPED, detail, null);
    }
}
