package org.apicdr.recovery;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** A value, or the reason why there is none. */
public final class Seen<T> {

    private final @Nullable T value;
    private final String why;

    private Seen(@Nullable T value, String why) {
        this.value = value;
        this.why = why;
    }

    static <T> Seen<T> of(T value) {
        return new Seen<>(value, "");
    }

    static <T> Seen<T> unavailable(String why) {
        return new Seen<>(null, why);
    }

    /** Calls a supplier; the message of a {@link ServiceException} becomes the reason. */
    static <T> Seen<T> tryGet(Supplier<T> supplier) {
        try {
            return of(supplier.get());
        } catch (ServiceException e) {
            return unavailable(String.valueOf(e.getMessage()));
        }
    }

    Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Returns why there is no value, in a sentence; empty if there is one. */
    String why() {
        return why;
    }

    public <R> R match(Function<T, R> onValue, Function<String, R> onReason) {
        return value == null ? onReason.apply(why) : onValue.apply(value);
    }
}
