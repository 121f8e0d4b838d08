package org.apicdr.crypto;

import java.util.List;

/** Thrown if a configured value is invalid. Each violation says what is wrong and never repeats the value. */
final class InvalidSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    InvalidSettingException(String violation) {
        this(List.of(violation));
    }

    InvalidSettingException(List<String> violations) {
        super(String.join(" ", violations));
        this.violations = List.copyOf(violations);
    }

    List<String> violations() {
        return violations;
    }
}
