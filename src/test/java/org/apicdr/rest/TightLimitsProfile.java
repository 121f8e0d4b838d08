package org.apicdr.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** One request is enough to fill the service, and neither a body nor a request has much time. */
public final class TightLimitsProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "apic-dr.limits.concurrent-requests", "1",
                "apic-dr.limits.body-timeout", "3s",
                "apic-dr.request-timeout", "5s");
    }
}
