package org.apicdr.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Settings of which nothing waits long: one request is enough to fill the service, neither a body nor a request has much time, and the
 * store and the cluster are looked at every second. It trusts a proxy, at an address that only that has.
 */
public final class TightLimitsProfile implements QuarkusTestProfile {

    static final String PROXY = "127.0.0.2";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "apic-dr.limits.concurrent-requests", "1",
                "apic-dr.limits.body-timeout", "3s",
                "apic-dr.request-timeout", "5s",
                "apic-dr.health.every", "1s",
                "apic-dr.health.max-age", "0s",
                "quarkus.http.proxy.proxy-address-forwarding", "true",
                "quarkus.http.proxy.enable-forwarded-prefix", "true",
                "quarkus.http.proxy.trusted-proxies", PROXY);
    }
}
