package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a check ended. */
public enum Outcome {
    @JsonProperty("pass")
    PASS,
    @JsonProperty("warn")
    WARN,
    @JsonProperty("fail")
    FAIL,
    @JsonProperty("skipped")
    SKIPPED
}
