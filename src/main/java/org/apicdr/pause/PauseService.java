package org.apicdr.pause;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/**
 * Pauses and resumes the scheduled work of subsystems. Every replica reads the pauses from time to time and keeps the last ones
 * that it could read. Scheduled work reads them again before it begins.
 */
@ApplicationScoped
public class PauseService {

    private static final String NOT_READ = "Whether scheduled work is paused has not been read yet.";

    private final PauseStore store;
    private final ObjectMapper mapper;
    private final Clock clock;
    private volatile Map<SubsystemRef, Pause> pauses = Map.of();
    private volatile String unknown = NOT_READ;

    PauseService(PauseStore store, ObjectMapper mapper, Clock clock) {
        this.store = store;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Pauses the scheduled work of a subsystem. A former pause of it is replaced. */
    public Pause pause(SubsystemRef subsystem, @Nullable String reason, @Nullable String by) {
        var since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var pause = new Pause(subsystem.namespace(), subsystem.cluster(), reason, by, since);
        try {
            store.put(key(subsystem), mapper.writeValueAsString(pause));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A pause is no JSON", e);
        }
        Log.infof("Paused the scheduled work of %s", subsystem);
        read();
        return pause;
    }

    /** Resumes the scheduled work of a subsystem. Does nothing if it is not paused. */
    public void resume(SubsystemRef subsystem) {
        store.remove(key(subsystem));
        Log.infof("Resumed the scheduled work of %s", subsystem);
        read();
    }

    /**
     * Reads all pauses. Those that are not valid are left out; the log and the check {@code paused} name them.
     *
     * @throws ServiceException if they cannot be read
     */
    public List<Pause> list() {
        return List.copyOf(read().values());
    }

    /** Returns the pause of a subsystem as it was last read; empty if there is none; or why that is not known. */
    public Result<Optional<Pause>> last(SubsystemRef subsystem) {
        var pause = Optional.ofNullable(pauses.get(subsystem));
        return pause.isPresent() || unknown.isEmpty() ? Result.of(pause) : Result.unavailable(unknown);
    }

    /** Returns whether scheduled work of a subsystem is not to begin now. If that cannot be read, the last answer holds. */
    public boolean isPaused(SubsystemRef subsystem) {
        refresh();
        return pauses.containsKey(subsystem);
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        try {
            read();
        } catch (ServiceException e) {
            var why = "Whether scheduled work is paused cannot be read: " + e.getMessage();
            if (!why.equals(unknown)) {
                Log.warn(why);
            }
            unknown = why;
        }
    }

    /** Reads the pauses. One that is not valid makes it unknown whether the others are all. */
    private Map<SubsystemRef, Pause> read() {
        var read = new TreeMap<SubsystemRef, Pause>();
        var invalid = new TreeSet<String>();
        store.read().forEach((key, stored) -> {
            try {
                var pause = mapper.readValue(stored, Pause.class);
                if (pause == null) {
                    invalid.add(key);
                } else {
                    read.put(pause.ref(), pause);
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                invalid.add(key);
            }
        });
        var why = invalid.isEmpty()
                ? ""
                : "The stored pauses %s are not valid. Pause or resume these subsystems again.".formatted(invalid);
        if (!why.isEmpty() && !why.equals(unknown)) {
            Log.warn(why);
        }
        pauses = read;
        unknown = why;
        return read;
    }

    /** A namespace has no dot, so the key is not ambiguous. */
    private static String key(SubsystemRef subsystem) {
        return subsystem.namespace() + "." + subsystem.cluster();
    }
}
