package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The result of a verification, from best to worst. */
@Schema(name = "Verdict")
public enum Verdict {
    PASS,
    WARN,
    FAIL;

    /** Parses the lower-case name that the API uses. */
    @JsonCreator
    public static Verdict fromString(String name) {
        for (var verdict : values()) {
            if (verdict.toString().equals(name)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException("'%s' is none of pass, warn, fail".formatted(name));
    }

    public boolean atLeast(Verdict other) {
        return compareTo(other) >= 0;
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
