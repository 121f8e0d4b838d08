package org.apicdr.pause;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Makes {@link PauseService} for plain tests. */
public final class PauseServiceFixture {

    private PauseServiceFixture() {}

    /** Nothing is paused. */
    public static PauseService none() {
        return on(new InMemoryPauses());
    }

    /** A replica that has just read what is paused. */
    static PauseService on(PauseStore store) {
        var service =
                new PauseService(store, new ObjectMapper().registerModule(new JavaTimeModule()), Clock.systemUTC());
        service.refresh();
        return service;
    }

    static final class InMemoryPauses implements PauseStore {

        private final Map<String, String> pauses = new HashMap<>();

        @Override
        public Map<String, String> read() {
            return Map.copyOf(pauses);
        }

        @Override
        public void put(String key, String pause) {
            pauses.put(key, pause);
        }

        @Override
        public void remove(String key) {
            pauses.remove(key);
        }
    }
}
