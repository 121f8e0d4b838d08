package org.apicdr.subsystem;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

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
    public static SecretRules secretRules(Map<String, String> properties) {
        return new SecretRules(selectionConfig(properties));
    }

    static Selection selection(Map<String, String> properties) {
        return Selection.of(selectionConfig(properties));
    }

    private static SelectionConfig selectionConfig(Map<String, String> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SelectionConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr.capture." + name, value));
        return builder.build().getConfigMapping(SelectionConfig.class);
    }
}
