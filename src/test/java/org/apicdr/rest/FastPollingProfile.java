package org.apicdr.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Looks at the store and the cluster so often that no test waits for it. Trusts a proxy, at an address that only that has. */
public final class FastPollingProfile implements QuarkusTestProfile {

    static final String PROXY = "127.0.0.2";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "apic-dr.health.every", "1s",
                "apic-dr.health.max-age", "0s",
                "quarkus.http.proxy.proxy-address-forwarding", "true",
                "quarkus.http.proxy.enable-forwarded-prefix", "true",
                "quarkus.http.proxy.trusted-proxies", PROXY);
    }
}
