package org.apicdr.subsystem;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemReader.ServedKind;

/** Finds resources of API Connect that no bundle contains, and warns about them. */
@ApplicationScoped
public class UncoveredKinds {

    /** Kinds for requests to an operator and their results. They contain no configuration. */
    private static final Pattern REQUEST = Pattern.compile(".*(Backup|Restore|SecretRotation|DBUpgrade|Task)");

    private static final Set<String> KNOWN =
            Arrays.stream(ResourceKind.values()).map(ResourceKind::toString).collect(Collectors.toUnmodifiableSet());

    /** The lifetime of cached kinds, which change only if API Connect is installed or upgraded. */
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_NAMES = 10;

    private static final String KINDS = "kinds";

    private static final String UNKNOWN = "The search for API Connect resources that no bundle contains failed: ";

    private final Installation installation;
    private final SubsystemReader reader;
    private final ParallelExecutor parallelExecutor;
    private final Cache<String, List<ServedKind>> served;

    UncoveredKinds(
            Installation installation, SubsystemReader reader, ParallelExecutor parallelExecutor, Ticker ticker) {
        this.installation = installation;
        this.reader = reader;
        this.parallelExecutor = parallelExecutor;
        this.served =
                Caffeine.newBuilder().expireAfterWrite(MAX_AGE).ticker(ticker).build();
    }

    /** Starts the search in the background. The result is a list of warnings. It never fails. */
    public CompletableFuture<List<String>> search(Deadline deadline) {
        var end = deadline.left().compareTo(TIMEOUT) > 0 ? Deadline.in(TIMEOUT) : deadline;
        return parallelExecutor
                .start(() -> warnings(end))
                .completeOnTimeout(
                        List.of(UNKNOWN + "the API server did not answer in time."),
                        end.left().toNanos(),
                        TimeUnit.NANOSECONDS)
                .exceptionally(e -> {
                    Log.error("The search for resources that no bundle contains failed", e);
                    return List.of(UNKNOWN + "unexpected error, see the log of the service.");
                });
    }

    private List<String> warnings(Deadline deadline) {
        try {
            List<Supplier<List<String>>> lookups = new ArrayList<>();
            for (var kind : kinds(deadline)) {
                if (!KNOWN.contains(kind.toString())
                        && !REQUEST.matcher(kind.kind()).matches()) {
                    installation.allNamespaces().forEach(namespace -> lookups.add(() -> warning(kind, namespace)));
                }
            }
            return parallelExecutor.all(lookups, deadline).stream()
                    .flatMap(List::stream)
                    .toList();
        } catch (ServiceException e) {
            return List.of(UNKNOWN + e.getMessage());
        }
    }

    private List<ServedKind> kinds(Deadline deadline) {
        var cached = served.getIfPresent(KINDS);
        if (cached != null) {
            return cached;
        }
        List<Supplier<List<ServedKind>>> lookups = reader.servedGroups().stream()
                .<Supplier<List<ServedKind>>>map(group -> () -> reader.servedKinds(group))
                .toList();
        var kinds = parallelExecutor.all(lookups, deadline).stream()
                .flatMap(List::stream)
                .toList();
        served.put(KINDS, kinds);
        return kinds;
    }

    private List<String> warning(ServedKind kind, String namespace) {
        try {
            var names = reader.names(kind, namespace);
            return names.isEmpty() ? List.of() : List.of(warning(kind, namespace, names));
        } catch (ServiceException e) {
            return List.of("The search in %s for resources of kind %s, which this version does not save, failed: %s"
                    .formatted(namespace, kind.kind(), e.getMessage()));
        }
    }

    private static String warning(ServedKind kind, String namespace, List<String> names) {
        int more = names.size() - MAX_NAMES;
        return "%s %s%s in %s: this version does not save this kind."
                .formatted(
                        kind.kind(),
                        String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES))),
                        more > 0 ? " and %d more".formatted(more) : "",
                        namespace);
    }
}
