package org.apicdr.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** No request has the time for a single answer of the API server or the store. */
public final class TinyTimeoutProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("apic-dr.request-timeout", "1ms");
    }
}
