package org.apicdr.security;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Makes parts of this package for plain tests. */
final class AccessControlFixture {

    private AccessControlFixture() {}

    /** Configured by properties, named without {@code apic-dr.access.} */
    static AccessConfig config(Map<String, String> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(AccessConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr.access." + name, value));
        return builder.build().getConfigMapping(AccessConfig.class);
    }

    static AccessSettings settings(Map<String, String> properties) {
        return settings(properties, "127.0.0.1");
    }

    /** Listening on a host. */
    static AccessSettings settings(Map<String, String> properties, String httpHost) {
        return new AccessSettings(config(properties), httpHost);
    }
}
