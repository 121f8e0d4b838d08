package org.apicdr.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Looks at the store and the cluster so often that no test waits for it. */
public final class FastPollingProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("apic-dr.health.every", "1s", "apic-dr.health.max-age", "0s");
    }
}
