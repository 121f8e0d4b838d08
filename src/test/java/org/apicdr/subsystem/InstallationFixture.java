package org.apicdr.subsystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.apicdr.request.ParallelFixture;

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

    /** Reads references by rules that are configured by properties, named without {@code apic-dr.capture.} */
    static ReferenceLookup lookup(SubsystemReader reader, Map<String, String> properties) {
        var neverCaptured =
                new NeverCaptured(selectionConfig(properties), value -> new String(value, UTF_8).contains("own-key"));
        return new ReferenceLookup(secretRules(properties), neverCaptured, reader, ParallelFixture.parallel());
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
