package org.apicdr.crypto;

import java.util.List;
import java.util.function.Supplier;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** The result of reading a property: its value, or the violations. */
record PropertyValue<T>(@Nullable T value, List<String> violations) {

    static <T> PropertyValue<T> read(String property, Supplier<T> reader) {
        try {
            return new PropertyValue<>(reader.get(), List.of());
        } catch (InvalidSettingException e) {
            return new PropertyValue<>(
                    null, e.violations().stream().map(c -> property + ": " + c).toList());
        }
    }

    T orThrow() {
        if (value == null) {
            throw new ServiceException(ErrorCode.CONFIGURATION_INVALID, String.join(" ", violations));
        }
        return value;
    }

    boolean valid() {
        return value != null;
    }

    /** Never contains the value, which may be a private key. */
    @Override
    public String toString() {
        return valid() ? "valid" : violations.toString();
    }
}
