package org.apicdr.subsystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.apicdr.core.ParallelExecutorFixture;

/** Makes what is configured of an installation for plain tests. */
public final class InstallationFixture {

    private InstallationFixture() {}

    /** An installation configured by properties, named without {@code apic-dr.} */
    public static Installation installation(SubsystemReader reader, Map<String, String> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(InstallationConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr." + name, value));
        return new Installation(builder.build().getConfigMapping(InstallationConfig.class), reader);
    }

    /** The rules for secrets, configured by properties, named without {@code apic-dr.capture.} */
    public static SecretRequirements secretRules(Map<String, String> properties) {
        return new SecretRequirements(selectionConfig(properties));
    }

    /** Reads references by rules that are configured by properties, named without {@code apic-dr.capture.} */
    static ReferenceLookup lookup(SubsystemReader reader, Map<String, String> properties) {
        var excludedSecrets =
                new ExcludedSecrets(selectionConfig(properties), value -> new String(value, UTF_8).contains("own-key"));
        return new ReferenceLookup(
                secretRules(properties), excludedSecrets, reader, ParallelExecutorFixture.parallel());
    }

    private static SecretSelectionConfig selectionConfig(Map<String, String> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SecretSelectionConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr.capture." + name, value));
        return builder.build().getConfigMapping(SecretSelectionConfig.class);
    }
}
