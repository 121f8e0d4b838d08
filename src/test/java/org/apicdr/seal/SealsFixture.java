package org.apicdr.seal;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Makes {@link Seals} for plain tests. */
public final class SealsFixture {

    private SealsFixture() {}

    /** Seals configured by properties, named without {@code apic-dr.seal.} */
    public static Seals seals(Map<String, ?> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SealConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr.seal." + name, value.toString()));
        return new Seals(builder.build().getConfigMapping(SealConfig.class));
    }
}
