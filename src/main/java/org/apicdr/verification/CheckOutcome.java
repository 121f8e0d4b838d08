package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The outcome of a check. */
@Schema(name = "Outcome")
public enum CheckOutcome {
    @JsonProperty("pass")
    PASS,
    @JsonProperty("warn")
    WARN,
    @JsonProperty("fail")
    FAIL,
    @JsonProperty("skipped")
    SKIPPED
}
