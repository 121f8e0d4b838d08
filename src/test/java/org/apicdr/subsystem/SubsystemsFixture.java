package org.apicdr.subsystem;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Map;
import org.apicdr.request.ParallelFixture;

/** Makes {@link Subsystems} for plain tests. */
public final class SubsystemsFixture {

    private SubsystemsFixture() {}

    /** What an installation configured by properties, named without {@code apic-dr.}, sees. */
    public static Subsystems subsystems(SubsystemReader reader, Map<String, String> properties) {
        return subsystems(reader, properties, Map.of());
    }

    /**
     * The same.
     *
     * @param capture properties of captures, named without {@code apic-dr.capture.}
     */
    public static Subsystems subsystems(
            SubsystemReader reader, Map<String, String> properties, Map<String, String> capture) {
        var installation = InstallationFixture.installation(reader, properties);
        var parallel = ParallelFixture.parallel();
        var view = new ClusterView(installation, reader, parallel);
        return new Subsystems(installation, view, InstallationFixture.lookup(reader, capture), parallel);
    }

    /** Looks for kinds that an installation configured by nothing does not save. */
    public static UncoveredKinds uncoveredKinds(SubsystemReader reader) {
        return new UncoveredKinds(
                InstallationFixture.installation(reader, Map.of()),
                reader,
                ParallelFixture.parallel(),
                Ticker.systemTicker());
    }
}
