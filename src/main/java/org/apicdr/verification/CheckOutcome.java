package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a check ended. */
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
