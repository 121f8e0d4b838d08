package org.apicdr.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Validates the parameters and members of a request, and rejects it with all violations at once. */
public final class RequestValidator {

    /** The maximum length of the reason for a request, in characters. */
    public static final int MAX_REASON = 500;

    /** The form of the reason for a request: one line of text, because the manifest and the cluster keep it. */
    public static final String REASON_PATTERN = "^[^\\x00-\\x1f\\x7f]*$";

    private static final Pattern REASON = Pattern.compile(REASON_PATTERN);

    private final List<String> violations = new ArrayList<>();

    /** Requires a member to be present. */
    public RequestValidator isPresent(String name, @Nullable Object value) {
        return require(value != null, name, "is required");
    }

    /** Requires a text, if it is present, to match a pattern as a whole. */
    public RequestValidator matches(String name, @Nullable String value, Pattern pattern) {
        return matches(name, value, pattern, "must match \"%s\"".formatted(pattern));
    }

    /** Requires a text, if it is present, to match a pattern as a whole, with a message for violations. */
    public RequestValidator matches(String name, @Nullable String value, Pattern pattern, String message) {
        return require(value == null || pattern.matcher(value).matches(), name, message);
    }

    /** Requires the length of a text, or the number of elements, to be in a range. */
    public RequestValidator hasSize(String name, int size, int min, int max) {
        return require(size >= min && size <= max, name, "size must be between %d and %d".formatted(min, max));
    }

    /** Requires a list to have no null. */
    public RequestValidator hasNoNull(String name, Collection<?> values) {
        return require(values.stream().noneMatch(Objects::isNull), name, "must not contain null");
    }

    /** Requires a number to be in a range. */
    public RequestValidator isBetween(String name, int value, int min, int max) {
        require(value >= min, name, "must be greater than or equal to %d".formatted(min));
        return require(value <= max, name, "must be less than or equal to %d".formatted(max));
    }

    /** Requires the reason for a request, if it is present, to be a short line without control characters. */
    public RequestValidator isReason(@Nullable String reason) {
        return hasSize("reason", reason == null ? 0 : reason.length(), 0, MAX_REASON)
                .matches("reason", reason, REASON, "must not contain control characters");
    }

    /**
     * Rejects the request if there are violations.
     *
     * @throws ServiceException {@code INVALID_REQUEST} with every violation
     */
    public void validate() {
        if (!violations.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.INVALID_REQUEST, violations.stream().sorted().collect(Collectors.joining("; ")));
        }
    }

    private RequestValidator require(boolean valid, String name, String message) {
        if (!valid) {
            violations.add(name + " " + message);
        }
        return this;
    }
}
