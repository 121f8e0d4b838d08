package org.apicdr.subsystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.testsupport.TestConfig;

/** Makes what is configured of an installation for plain tests. */
public final class InstallationFixture {

    private InstallationFixture() {}

    /** An installation configured by properties, named without {@code apic-dr.} */
    public static Installation installation(SubsystemReader reader, Map<String, String> properties) {
        return new Installation(TestConfig.mapping(InstallationConfig.class, "apic-dr.", properties), reader);
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
        return TestConfig.mapping(SecretSelectionConfig.class, "apic-dr.capture.", properties);
    }
}
