package org.apicdr.core;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The fields that log lines have besides their message: the id of the current request or automatic run, which responses
 * contain, too, and values of the message as separate fields of the JSON log.
 */
public final class LogContext {

    public static final String KEY = "requestId";

    /** Valid ids of a caller. They cannot break a log line or a header. */
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private LogContext() {}

    /** Returns the id of the current request; null outside of requests. */
    public static @Nullable String current() {
        return (String) MDC.get(KEY);
    }

    /** Runs automatic work with an id of its own. */
    public static void runWithNewId(Runnable work) {
        var previous = current();
        set(newId());
        try {
            work.run();
        } finally {
            set(previous);
        }
    }

    /** Wraps work to run on another thread with the id of the current request. */
    public static <T> Supplier<T> carried(Supplier<T> work) {
        var id = current();
        return () -> {
            if (hasContext()) {
                return work.get();
            }
            var previous = current();
            set(id);
            try {
                return work.get();
            } finally {
                set(previous);
            }
        };
    }

    /** Logs a message with fields. */
    public static void withFields(Map<String, Object> fields, Runnable line) {
        fields.forEach((name, value) -> MDC.put(name, value.toString()));
        try {
            line.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    public static String accepted(@Nullable String requested) {
        return requested != null && ACCEPTED.matcher(requested).matches() ? requested : newId();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /**
     * Returns whether the thread has a Vert.x context. Quarkus propagates its id itself. Setting it again would
     * remove it too early.
     */
    private static boolean hasContext() {
        return Vertx.currentContext() != null;
    }

    private static void set(@Nullable String id) {
        if (id == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, id);
        }
    }
}
