package org.apicdr.recovery;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** What a look showed, or why it showed nothing. */
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

    static <T> Seen<T> nothing(String why) {
        return new Seen<>(null, why);
    }

    /** Looks; a failure on purpose is the reason why nothing was seen. */
    static <T> Seen<T> look(Supplier<T> look) {
        try {
            return of(look.get());
        } catch (ServiceException e) {
            return nothing(String.valueOf(e.getMessage()));
        }
    }

    Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Why nothing was seen, in a sentence; empty where something was. */
    String why() {
        return why;
    }

    public <R> R match(Function<T, R> seen, Function<String, R> unseen) {
        return value == null ? unseen.apply(why) : seen.apply(value);
    }
}
