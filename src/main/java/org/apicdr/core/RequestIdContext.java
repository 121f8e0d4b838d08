package org.apicdr.core;

import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Ids that tie together all that was logged and answered for one request, or for one run that nobody asked for. */
public final class RequestIdContext {

    public static final String KEY = "requestId";

    /** What a caller's id may look like; it can break neither a line of the log nor a header. */
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestIdContext() {}

    /** The id of what is being done here; null where it belongs to no request. */
    public static @Nullable String current() {
        return (String) MDC.get(KEY);
    }

    /** Does something under a new id of its own: for whatever begins by itself. */
    public static <T> T run(Supplier<T> work) {
        return under(made(), work);
    }

    /** The same work, under the id of whoever calls this, for another thread to do. */
    public static <T> Supplier<T> carried(Supplier<T> work) {
        var id = current();
        return () -> hasContext() ? work.get() : under(id, work);
    }

    public static String accepted(@Nullable String wish) {
        return wish != null && ACCEPTED.matcher(wish).matches() ? wish : made();
    }

    private static String made() {
        return UUID.randomUUID().toString();
    }

    /** Quarkus hands a request's context from thread to thread, the id in it; one id more would be taken away too early. */
    private static boolean hasContext() {
        return Vertx.currentContext() != null;
    }

    private static <T> T under(@Nullable String id, Supplier<T> work) {
        var former = current();
        set(id);
        try {
            return work.get();
        } finally {
            set(former);
        }
    }

    private static void set(@Nullable String id) {
        if (id == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, id);
        }
    }
}
