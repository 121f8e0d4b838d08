package org.apicdr.security;

import java.util.Map;
import org.apicdr.testsupport.TestConfig;

/** Makes parts of this package for plain tests. */
final class AccessControlFixture {

    private AccessControlFixture() {}

    /** Configured by properties, named without {@code apic-dr.access.} */
    static AccessConfig config(Map<String, String> properties) {
        return TestConfig.mapping(AccessConfig.class, "apic-dr.access.", properties);
    }

    static AccessSettings settings(Map<String, String> properties) {
        return settings(properties, "127.0.0.1");
    }

    /** Listening on a host. */
    static AccessSettings settings(Map<String, String> properties, String httpHost) {
        return new AccessSettings(config(properties), httpHost);
    }
}
