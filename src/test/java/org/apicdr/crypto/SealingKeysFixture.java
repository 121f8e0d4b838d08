package org.apicdr.crypto;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Makes {@link SealingKeys} for plain tests. */
public final class SealingKeysFixture {

    private SealingKeysFixture() {}

    /** Seals configured by properties, named without {@code apic-dr.seal.} */
    public static SealingKeys seals(Map<String, ?> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SealConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr.seal." + name, value.toString()));
        return new SealingKeys(builder.build().getConfigMapping(SealConfig.class));
    }
}
