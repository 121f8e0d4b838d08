package org.apicdr.security;

import io.netty.util.NetUtil;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apicdr.core.ConfigValidator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The parsed values of {@link AccessConfig}. An invalid value prevents the service from starting. */
@ApplicationScoped
public class AccessSettings implements ConfigValidator {

    /** The paths of the status page, which are open in every mode: its files hold no data. */
    public static final Set<String> STATUS_PAGE = Set.of(
            "/",
            "/page/page.css",
            "/page/icon.svg",
            "/page/main.js",
            "/page/api.js",
            "/page/dom.js",
            "/page/sections.js",
            "/page/actions.js");

    private static final String KUBERNETES = "kubernetes";

    private static final String NONE = "none";

    /** Bounds the time for which a revoked permission remains effective. */
    private static final Duration MAX_CACHE_TIME = Duration.ofMinutes(5);

    private static final int MAX_CACHE_SIZE = 100_000;

    private static final Set<String> BOOLEANS = Set.of("true", "false");

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "localhost.localdomain", "ip6-localhost");

    private final String mode;
    private final String httpHost;
    private final List<String> audiences;
    private final Duration cacheTime;
    private final int cacheSize;
    private final List<String> openPages;
    private final List<String> hosts;
    private final List<String> violations;

    /**
     * Parses the configuration.
     *
     * @param httpHost the address on which the service listens
     */
    AccessSettings(AccessConfig config, @ConfigProperty(name = "quarkus.http.host") String httpHost) {
        var found = new ArrayList<String>();
        this.httpHost = httpHost;
        this.mode = mode(config.mode(), found);
        this.audiences = audiences(config, found);
        this.cacheTime = cacheTime(config.cacheTime(), found);
        this.cacheSize = cacheSize(config.cacheSize(), found);
        this.openPages = openPages(config.open(), found);
        this.hosts = config.hosts().orElse(List.of()).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        if (mode.equals(NONE) && !isLoopback(httpHost) && !config.listenOpenly()) {
            found.add("apic-dr.access.listen-openly: with apic-dr.access.mode=none, any client that reaches %s may"
                            .formatted(httpHost)
                    + " capture, download and delete. Set quarkus.http.host to 127.0.0.1, or this property to true.");
        }
        this.violations = List.copyOf(found);
    }

    @Override
    public List<String> violations() {
        return violations;
    }

    void warn(@Observes StartupEvent event) {
        if (!asksForTokens()) {
            Log.warnf(
                    "apic-dr.access.mode=none: no token is required, so any client that reaches %s may capture, download"
                            + " and delete.",
                    httpHost);
        }
    }

    /** Returns whether callers need a token: in every mode except {@code none}. */
    public boolean asksForTokens() {
        return !mode.equals(NONE);
    }

    /** Returns whether a path requires no token. */
    public boolean opens(String path) {
        return STATUS_PAGE.contains(path)
                || openPages.stream().anyMatch(page -> path.equals(page) || path.startsWith(page + "/"));
    }

    /**
     * Returns whether a request in mode {@code none} may have this host in its Host header: a loopback name, any IP
     * address, or a configured name. Does not resolve names.
     */
    public boolean allowsHost(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return isLoopback(name) || NetUtil.createInetAddressFromIpAddressString(name) != null || hosts.contains(name);
    }

    List<String> audiences() {
        return audiences;
    }

    Duration cacheTime() {
        return cacheTime;
    }

    int cacheSize() {
        return cacheSize;
    }

    private static String mode(String value, List<String> violations) {
        if (!value.equals(KUBERNETES) && !value.equals(NONE)) {
            violations.add("apic-dr.access.mode: '%s' is not a mode. Use kubernetes or none.".formatted(value));
        }
        return value;
    }

    private static List<String> audiences(AccessConfig config, List<String> violations) {
        var audiences =
                config.audiences().orElse(List.of()).stream().map(String::strip).toList();
        if (audiences.contains("")) {
            violations.add("apic-dr.access.audiences: one audience is empty. Separate audiences with one comma.");
        }
        return audiences;
    }

    private static Duration cacheTime(String value, List<String> violations) {
        try {
            var time = DurationConverter.parseDuration(value);
            if (!time.isNegative() && time.compareTo(MAX_CACHE_TIME) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        violations.add("apic-dr.access.cache-time: '%s' is not a duration from 0 to 5 minutes. Use for example 10s."
                .formatted(value));
        return Duration.ZERO;
    }

    private static int cacheSize(String value, List<String> violations) {
        try {
            int size = Integer.parseInt(value);
            if (size >= 0 && size <= MAX_CACHE_SIZE) {
                return size;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        violations.add(
                "apic-dr.access.cache-size: '%s' is not a number from 0 to %d.".formatted(value, MAX_CACHE_SIZE));
        return 0;
    }

    private static List<String> openPages(AccessConfig.Open open, List<String> violations) {
        var pages = new ArrayList<String>();
        if (isOpen("health", open.health(), violations)) {
            pages.add("/q/health");
        }
        if (isOpen("metrics", open.metrics(), violations)) {
            pages.add("/q/metrics");
        }
        if (isOpen("openapi", open.openapi(), violations)) {
            pages.addAll(List.of("/q/openapi", "/q/swagger-ui"));
        }
        return pages;
    }

    private static boolean isOpen(String page, String value, List<String> violations) {
        if (!BOOLEANS.contains(value)) {
            violations.add("apic-dr.access.open.%s: '%s' is neither true nor false.".formatted(page, value));
        }
        return value.equals("true");
    }

    private static boolean isLoopback(String host) {
        var address = NetUtil.createInetAddressFromIpAddressString(host);
        return LOOPBACK_NAMES.contains(host) || (address != null && address.isLoopbackAddress());
    }
}
