package org.apicdr.seal;

import java.util.List;

/** A value is not what it should be; each complaint says what is wrong and never repeats the value. */
final class InvalidSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> complaints;

    InvalidSetting(String complaint) {
        this(List.of(complaint));
    }

    InvalidSetting(List<String> complaints) {
        super(String.join("; ", complaints));
        this.complaints = List.copyOf(complaints);
    }

    List<String> complaints() {
        return complaints;
    }
}
