package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.apicdr.bundle.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The least severe verdict for which the response is an error. */
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

    /** Returns whether a verdict is at least this bad. */
    public boolean applies(Verdict found) {
        return found.atLeast(verdict);
    }

    /** Parses the values of the API. */
    public static FailOn fromString(String value) {
        return switch (value) {
            case "warn" -> WARN;
            case "fail" -> FAIL;
            default -> throw new IllegalArgumentException("'%s' is neither fail nor warn".formatted(value));
        };
    }
}
