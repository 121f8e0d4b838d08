package org.apicdr.core;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reason for a request: one line of text that the manifest and the cluster keep. */
public final class RequestReason {

    public static final int MAX_LENGTH = 500;

    public static final String PATTERN = "^[^\\x00-\\x1f\\x7f]*$";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private RequestReason() {}

    /** Validates a reason, which may be absent. */
    public static RequestValidator check(RequestValidator validator, @Nullable String reason) {
        return validator
                .hasSize("reason", reason == null ? 0 : reason.length(), 0, MAX_LENGTH)
                .matches("reason", reason, COMPILED, "must not contain control characters");
    }
}
