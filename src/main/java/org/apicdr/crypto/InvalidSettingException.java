package org.apicdr.crypto;

import java.util.List;

/** A value is not what it should be; each complaint says what is wrong and never repeats the value. */
final class InvalidSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> complaints;

    InvalidSettingException(String complaint) {
        this(List.of(complaint));
    }

    InvalidSettingException(List<String> complaints) {
        super(String.join("; ", complaints));
        this.complaints = List.copyOf(complaints);
    }

    List<String> complaints() {
        return complaints;
    }
}
