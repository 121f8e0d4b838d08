package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.apicdr.bundle.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The verdict that turns the answer into an error. */
@Schema(name = "FailOn")
public enum FailOn {
    @JsonProperty("warn")
    WARN(Verdict.WARN),
    @JsonProperty("fail")
    FAIL(Verdict.FAIL);

    private final Verdict verdict;

    FailOn(Verdict verdict) {
        this.verdict = verdict;
    }

    /** Whether a verdict is so bad. */
    public boolean applies(Verdict found) {
        return found.atLeast(verdict);
    }

    /** Reads the words of the API. */
    public static FailOn fromString(String word) {
        return switch (word) {
            case "warn" -> WARN;
            case "fail" -> FAIL;
            default -> throw new IllegalArgumentException("failOn is '%s'; give fail or warn".formatted(word));
        };
    }
}
