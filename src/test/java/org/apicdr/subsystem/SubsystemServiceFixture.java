package org.apicdr.subsystem;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Map;
import org.apicdr.core.ParallelExecutorFixture;

/** Makes {@link SubsystemService} for plain tests. */
public final class SubsystemServiceFixture {

    private SubsystemServiceFixture() {}

    /** What an installation configured by properties, named without {@code apic-dr.}, sees. */
    public static SubsystemService subsystems(SubsystemReader reader, Map<String, String> properties) {
        return subsystems(reader, properties, Map.of());
    }

    /**
     * The same.
     *
     * @param capture properties of captures, named without {@code apic-dr.capture.}
     */
    public static SubsystemService subsystems(
            SubsystemReader reader, Map<String, String> properties, Map<String, String> capture) {
        var installation = InstallationFixture.installation(reader, properties);
        var parallelExecutor = ParallelExecutorFixture.parallel();
        var view = new ClusterResourceReader(installation, reader, parallelExecutor);
        return new SubsystemService(installation, view, InstallationFixture.lookup(reader, capture), parallelExecutor);
    }

    /** Looks for kinds that an installation configured by nothing does not save. */
    public static UncoveredKinds uncoveredKinds(SubsystemReader reader) {
        return new UncoveredKinds(
                InstallationFixture.installation(reader, Map.of()),
                reader,
                ParallelExecutorFixture.parallel(),
                Ticker.systemTicker());
    }
}
