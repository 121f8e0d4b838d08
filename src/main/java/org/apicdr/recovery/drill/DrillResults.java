package org.apicdr.recovery.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.verification.DrillConfig;
import org.jspecify.annotations.Nullable;

/**
 * The results of the last drills. They are kept in a config map of the namespace for drills, so that they survive a restart and
 * every replica knows them; a copy in memory answers requests.
 */
@ApplicationScoped
public class DrillResults {

    private static final Duration REFRESH = Duration.ofSeconds(30);

    private static final String NOT_READ = "The results of former drills have not been read yet.";

    private final DrillConfig config;
    private final DrillNamespace drillNamespace;
    private final DrillMetrics metrics;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Map<SubsystemRef, DrillResult> results = new ConcurrentHashMap<>();
    private volatile @Nullable Instant refreshedAt;
    private volatile String unknown = NOT_READ;

    DrillResults(
            DrillConfig config, DrillNamespace drillNamespace, DrillMetrics metrics, ObjectMapper mapper, Clock clock) {
        this.config = config;
        this.drillNamespace = drillNamespace;
        this.metrics = metrics;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Returns the result of the last drill of a subsystem; empty if there was none; or why that is not known. */
    public Result<Optional<DrillResult>> last(SubsystemRef subsystem) {
        var result = Optional.ofNullable(results.get(subsystem));
        return result.isPresent() || unknown.isEmpty() ? Result.of(result) : Result.unavailable(unknown);
    }

    /** Reads the stored results, unless they were read some seconds ago. */
    public synchronized void refresh() {
        var before = refreshedAt;
        var now = clock.instant();
        boolean recent = before != null && now.isBefore(before.plus(REFRESH)) && !now.isBefore(before);
        if (!recent) {
            readNow();
        }
    }

    /** Reads the stored results, of which another replica may have written the last; returns whether they could be read. */
    public synchronized boolean readNow() {
        var namespace = config.namespace();
        if (namespace.isEmpty()) {
            return false;
        }
        refreshedAt = clock.instant();
        try {
            drillNamespace.results(namespace.get()).forEach(this::read);
            unknown = "";
        } catch (ServiceException e) {
            var why = "The results of former drills cannot be read: " + e.getMessage();
            if (!why.equals(unknown)) {
                Log.warn(why);
            }
            unknown = why;
        }
        metrics.publish(Map.copyOf(results));
        return unknown.isEmpty();
    }

    /**
     * Remembers a result. If it cannot be stored, this process alone knows it. It is not stored if the former results cannot be
     * read, because it would replace the time of the last success.
     */
    synchronized DrillResult remember(String namespace, SubsystemRef subsystem, DrillResult last) {
        boolean read = readNow();
        var result = last.after(Optional.ofNullable(results.get(subsystem)));
        results.put(subsystem, result);
        metrics.publish(Map.copyOf(results));
        if (!read) {
            Log.warnf("The result of the drill of %s was not stored, as the former ones cannot be read.", subsystem);
            return result;
        }
        try {
            drillNamespace.store(namespace, key(subsystem), mapper.writeValueAsString(result));
        } catch (ServiceException e) {
            Log.warnf("The result of the drill of %s could not be stored: %s", subsystem, e.getMessage());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result of a drill is no JSON", e);
        }
        return result;
    }

    /** Takes a stored result over if it is newer than the one in memory. */
    private void read(String key, String stored) {
        var parts = key.split("\\.", 2);
        try {
            var result = mapper.readValue(stored, DrillResult.class);
            if (parts.length == 2 && result != null) {
                results.merge(
                        new SubsystemRef(parts[0], parts[1]),
                        result,
                        (known, read) -> known.at().isAfter(read.at()) ? known.after(Optional.of(read)) : read);
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            Log.debugf("The stored result %s of a drill cannot be read.", key);
        }
    }

    /** A namespace has no dot, so the key is not ambiguous. */
    private static String key(SubsystemRef subsystem) {
        return subsystem.namespace() + "." + subsystem.cluster();
    }
}
