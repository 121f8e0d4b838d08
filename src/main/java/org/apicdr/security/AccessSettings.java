package org.apicdr.security;

import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apicdr.core.ConfigValidator;

/** The parsed values of {@link AccessConfig}. An invalid value prevents the service from starting. */
@ApplicationScoped
public class AccessSettings implements ConfigValidator {

    /** Bounds the time for which a revoked permission remains effective. */
    private static final Duration MAX_CACHE_TIME = Duration.ofMinutes(5);

    private static final int MAX_CACHE_SIZE = 100_000;

    private static final Set<String> BOOLEANS = Set.of("true", "false");

    private final AccessConfig config;

    AccessSettings(AccessConfig config) {
        this.config = config;
    }

    /** Returns whether callers need a token: in every mode except {@code none}. */
    public boolean asksForTokens() {
        return !config.mode().equals("none");
    }

    List<String> audiences() {
        return config.audiences().orElse(List.of()).stream().map(String::strip).toList();
    }

    Duration cacheTime() {
        return cacheTime(violation -> {});
    }

    int cacheSize() {
        return cacheSize(violation -> {});
    }

    /** Returns whether a path requires no token. */
    public boolean opens(String path) {
        var open = config.open();
        return (isOpen(open.health()) && isBelow("/q/health", path))
                || (isOpen(open.metrics()) && isBelow("/q/metrics", path))
                || (isOpen(open.openapi()) && (isBelow("/q/openapi", path) || isBelow("/q/swagger-ui", path)));
    }

    @Override
    public List<String> violations() {
        var violations = new ArrayList<String>();
        if (!Set.of("kubernetes", "none").contains(config.mode())) {
            violations.add("apic-dr.access.mode: '%s' is not a mode. Use kubernetes or none.".formatted(config.mode()));
        }
        if (audiences().stream().anyMatch(String::isEmpty)) {
            violations.add("apic-dr.access.audiences: one audience is empty. Separate audiences with one comma.");
        }
        cacheTime(violations::add);
        cacheSize(violations::add);
        checkOpen("health", config.open().health(), violations::add);
        checkOpen("metrics", config.open().metrics(), violations::add);
        checkOpen("openapi", config.open().openapi(), violations::add);
        return violations;
    }

    private Duration cacheTime(Consumer<String> violations) {
        try {
            var time = DurationConverter.parseDuration(config.cacheTime());
            if (!time.isNegative() && time.compareTo(MAX_CACHE_TIME) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        violations.accept("apic-dr.access.cache-time: '%s' is not a duration from 0 to 5 minutes. Use for example 10s."
                .formatted(config.cacheTime()));
        return Duration.ZERO;
    }

    private int cacheSize(Consumer<String> violations) {
        try {
            int size = Integer.parseInt(config.cacheSize());
            if (size >= 0 && size <= MAX_CACHE_SIZE) {
                return size;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        violations.accept("apic-dr.access.cache-size: '%s' is not a number from 0 to %d."
                .formatted(config.cacheSize(), MAX_CACHE_SIZE));
        return 0;
    }

    private static void checkOpen(String page, String value, Consumer<String> violations) {
        if (!BOOLEANS.contains(value)) {
            violations.accept("apic-dr.access.open.%s: '%s' is neither true nor false.".formatted(page, value));
        }
    }

    private static boolean isOpen(String value) {
        return value.equals("true");
    }

    private static boolean isBelow(String page, String path) {
        return path.equals(page) || path.startsWith(page + "/");
    }
}
