package org.apicdr.core;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value, or the reason why there is none. */
public final class Result<T> {

    private final @Nullable T value;
    private final String reason;

    private Result(@Nullable T value, String why) {
        this.value = value;
        this.reason = why;
    }

    /** Returns a result with a value. */
    public static <T> Result<T> of(T value) {
        return new Result<>(value, "");
    }

    /** Returns a result without a value, for a reason in a sentence. */
    public static <T> Result<T> unavailable(String why) {
        return new Result<>(null, why);
    }

    /** Calls a supplier; the message of a {@link ServiceException} becomes the reason. */
    public static <T> Result<T> tryGet(Supplier<T> supplier) {
        try {
            return of(supplier.get());
        } catch (ServiceException e) {
            return unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the value, if there is one. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Returns the result of a function of the value; the reason stays if there is no value. */
    public <R> Result<R> flatMap(Function<T, Result<R>> function) {
        return value == null ? unavailable(reason) : function.apply(value);
    }

    /** Returns the result of one of two functions: of the value, or of the reason why there is none. */
    public <R> R match(Function<T, R> onValue, Function<String, R> onReason) {
        return value == null ? onReason.apply(reason) : onValue.apply(value);
    }
}
