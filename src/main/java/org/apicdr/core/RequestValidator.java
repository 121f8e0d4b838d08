package org.apicdr.core;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Validates the parameters and members of a request, and rejects it with all violations at once. */
public final class RequestValidator {

    private final List<String> violations = new ArrayList<>();

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

    /** Requires a number to be in a range. */
    public RequestValidator isBetween(String name, int value, int min, int max) {
        require(value >= min, name, "must be greater than or equal to %d".formatted(min));
        return require(value <= max, name, "must be less than or equal to %d".formatted(max));
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
