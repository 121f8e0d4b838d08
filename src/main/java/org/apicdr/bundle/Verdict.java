package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a verification comes to, from the best to the worst. */
@Schema(name = "Verdict")
public enum Verdict {
    PASS,
    WARN,
    FAIL;

    /** Reads the words of the API. */
    @JsonCreator
    public static Verdict fromString(String word) {
        for (var verdict : values()) {
            if (verdict.toString().equals(word)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException("'%s' is none of pass, warn, fail".formatted(word));
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
