package org.apicdr.subsystem;

import java.util.Map;
import org.apicdr.request.ParallelFixture;

/** Makes {@link Subsystems} for plain tests. */
public final class SubsystemsFixture {

    private SubsystemsFixture() {}

    /** What an installation configured by properties, named without {@code apic-dr.}, sees. */
    public static Subsystems subsystems(SubsystemReader reader, Map<String, String> properties) {
        var installation = InstallationFixture.installation(reader, properties);
        var parallel = ParallelFixture.parallel();
        var view = new ClusterView(installation, reader, parallel);
        var secrets = new SecretLookup(InstallationFixture.secretRules(Map.of()), reader, parallel);
        return new Subsystems(installation, view, secrets, parallel);
    }
}
