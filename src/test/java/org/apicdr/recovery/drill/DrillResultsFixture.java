package org.apicdr.recovery.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.verification.DrillConfigFixture;
import org.apicdr.verification.RestoreObject;
import org.apicdr.verification.RestoreTarget.Answer;

/** Makes results of drills for plain tests. */
public final class DrillResultsFixture {

    private DrillResultsFixture() {}

    /** The result of one subsystem as a replica reads it that did not run the drill; empty for none. */
    public static DrillResults of(SubsystemRef subsystem, Optional<DrillResult> result) {
        var mapper = new ObjectMapper().registerModule(new JavaTimeModule());
        try {
            var key = subsystem.namespace() + "." + subsystem.cluster();
            var stored =
                    result.isEmpty() ? Map.<String, String>of() : Map.of(key, mapper.writeValueAsString(result.get()));
            return refreshed(new Stored(stored), mapper);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Results that cannot be read. */
    public static DrillResults denied(String why) {
        var results = new Stored(Map.of()) {
            @Override
            public Map<String, String> results(String namespace) {
                throw new ServiceException(ErrorCode.CLUSTER_FORBIDDEN, why);
            }
        };
        return refreshed(results, new ObjectMapper());
    }

    private static DrillResults refreshed(DrillNamespace namespace, ObjectMapper mapper) {
        var results = new DrillResults(
                DrillConfigFixture.config(Map.of("namespace", "drill")),
                namespace,
                new DrillMetrics(new SimpleMeterRegistry()),
                mapper,
                Clock.systemUTC());
        results.refresh();
        return results;
    }

    private static class Stored implements DrillNamespace {

        private final Map<String, String> stored;

        Stored(Map<String, String> stored) {
            this.stored = stored;
        }

        @Override
        public Answer create(String namespace, RestoreObject object, Map<String, String> labels) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ObjectNode> list(String namespace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String namespace, ObjectNode object) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, String> results(String namespace) {
            return stored;
        }

        @Override
        public void store(String namespace, String key, String result) {
            throw new UnsupportedOperationException();
        }
    }
}
